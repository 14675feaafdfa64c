package io.clmr.eval.triplets;

import io.clmr.eval.metrics.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How well an encoder agrees with people.
 *
 * @param encoder whose features were compared
 * @param metrics {@code agreement}: a vote for one clip says that the other two are nearer to each other than either is
 *     to it; the share of these statements that hold, chance 0.5. {@code odd_one_out}: share of the votes for the clip
 *     that is farthest from the nearest two, chance 1/3. {@code constraints}: share that hold of the statements more
 *     people make than contradict, each counted once, as in the literature; chance 0.5
 * @param intervals 95 % bootstrap intervals over the triplets
 * @param triplets that were compared
 * @param votes in them
 * @param constraints how many statements the last metric counts
 * @param unusable triplets with a clip that has no features
 */
public record TripletScore(
        String encoder,
        Map<String, Double> metrics,
        Map<String, Interval> intervals,
        int triplets,
        int votes,
        int constraints,
        int unusable) {
    public TripletScore {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
    }
}
