package io.clmr.eval.triplets;

import java.util.List;

/**
 * Three clips and how often people found each of them the odd one out.
 *
 * @param clips three different keys, ascending
 * @param votes of each, at least 0
 */
public record Triplet(List<String> clips, List<Integer> votes) {
    public Triplet {
        clips = List.copyOf(clips);
        votes = List.copyOf(votes);
    }

    int allVotes() {
        return votes.stream().mapToInt(Integer::intValue).sum();
    }
}
