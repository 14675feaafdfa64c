package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import io.clmr.data.dataset.ClipPairs;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Tracks that a list pairs, either for the other. A partner is drawn in proportion to the pair's weight.
 *
 * <p>The partners of track i lie from {@code starts[i]} to {@code starts[i + 1]}, in the list's order.
 */
final class TrackPairs implements Partners {

    private static final int ABSENT = -1;

    private final int[] starts;
    private final int[] partners;
    private final double[] sums; // of the weights, over the partners of a track up to this one

    /**
     * Keeps the pairs of which both clips are in the set.
     *
     * @param trackOf number in the set of each of the list's clips; -1 where it is not in there
     * @param tracks size of the set
     */
    TrackPairs(ClipPairs pairs, int[] trackOf, int tracks) {
        starts = new int[tracks + 1];
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (joins(pairs, pair, trackOf)) {
                starts[trackOf[pairs.first(pair)] + 1]++;
                starts[trackOf[pairs.second(pair)] + 1]++;
            }
        }
        Arrays.parallelPrefix(starts, Math::addExact);
        partners = new int[starts[tracks]];
        sums = new double[starts[tracks]];
        int[] next = starts.clone();
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (joins(pairs, pair, trackOf)) {
                int first = trackOf[pairs.first(pair)];
                int second = trackOf[pairs.second(pair)];
                put(next[first]++, starts[first], second, pairs.weight(pair));
                put(next[second]++, starts[second], first, pairs.weight(pair));
            }
        }
    }

    private static boolean joins(ClipPairs pairs, int pair, int[] trackOf) {
        return trackOf[pairs.first(pair)] != ABSENT && trackOf[pairs.second(pair)] != ABSENT;
    }

    private void put(int place, int start, int partner, double weight) {
        partners[place] = partner;
        sums[place] = (place == start ? 0 : sums[place - 1]) + weight;
    }

    @Override
    public boolean has(int track) {
        return starts[track + 1] > starts[track];
    }

    @Override
    public int draw(int track, RandomStream stream) {
        int end = starts[track + 1];
        double drawn = stream.nextDouble() * sums[end - 1];
        int found = Arrays.binarySearch(sums, starts[track], end, drawn);
        int place = found < 0 ? -found - 1 : found + 1; // the first sum above what was drawn
        return partners[Math.min(place, end - 1)]; // rounding may reach the last sum itself
    }

    @Override
    public void describe(Consumer<String> words) {
        for (int track = 0; track + 1 < starts.length; track++) {
            for (int place = starts[track]; place < starts[track + 1]; place++) {
                words.accept(track + " " + partners[place] + " " + sums[place]);
            }
        }
    }
}
