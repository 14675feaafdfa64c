package io.clmr.augment.dsp;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Compares a group of candidates at a time, one in each lane.
 *
 * <p>Each candidate's sum runs in sample order, without fused multiply-add. All groups are summed over a few samples first; the
 * most promising one is then finished before the others, so that most of those soon turn out to be worse and are given up:
 * sums only grow.
 */
final class VectorSpliceSearch implements SpliceSearch {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int GROUP = 4 * LANES;
    private static final int STRETCH = 48;

    private float[] sums = new float[0];
    private float least;
    private int best;

    @Override
    public int best(float[] input, int window, int tail, int overlap, int candidates) {
        int padded = (candidates + GROUP - 1) / GROUP * GROUP;
        if (sums.length < padded) {
            sums = new float[padded];
        }
        Arrays.fill(sums, 0, candidates, 0f);
        Arrays.fill(sums, candidates, padded, Float.POSITIVE_INFINITY);
        int promising = 0;
        least = Float.POSITIVE_INFINITY;
        for (int group = 0; group < padded; group += GROUP) {
            float smallest = add(input, window + group, tail, 0, Math.min(overlap, STRETCH), group);
            if (smallest < least) {
                least = smallest;
                promising = group;
            }
        }
        least = Float.POSITIVE_INFINITY;
        best = candidates;
        finish(input, window, tail, overlap, promising);
        for (int group = 0; group < padded; group += GROUP) {
            if (group != promising) {
                finish(input, window, tail, overlap, group);
            }
        }
        return best;
    }

    /** Completes the sums of a group, unless none can win any more, and takes note of a better candidate. */
    private void finish(float[] input, int window, int tail, int overlap, int group) {
        for (int j = STRETCH; j < overlap; j += STRETCH) {
            float smallest = add(input, window + group, tail, j, Math.min(overlap, j + STRETCH), group);
            if (smallest > least || (smallest == least && group > best)) {
                return;
            }
        }
        for (int i = group; i < group + GROUP; i++) {
            if (sums[i] < least || (sums[i] == least && i < best)) { // of equals, the first
                least = sums[i];
                best = i;
            }
        }
    }

    /** Adds samples from ... to - 1 of the overlap to the sums of a group, and returns the smallest of these. */
    private float add(float[] input, int window, int tail, int from, int to, int group) {
        FloatVector sum0 = FloatVector.fromArray(SPECIES, sums, group);
        FloatVector sum1 = FloatVector.fromArray(SPECIES, sums, group + LANES);
        FloatVector sum2 = FloatVector.fromArray(SPECIES, sums, group + 2 * LANES);
        FloatVector sum3 = FloatVector.fromArray(SPECIES, sums, group + 3 * LANES);
        for (int j = from; j < to; j++) {
            FloatVector wanted = FloatVector.broadcast(SPECIES, input[tail + j]);
            int at = window + j;
            FloatVector difference0 = FloatVector.fromArray(SPECIES, input, at).sub(wanted);
            FloatVector difference1 =
                    FloatVector.fromArray(SPECIES, input, at + LANES).sub(wanted);
            FloatVector difference2 =
                    FloatVector.fromArray(SPECIES, input, at + 2 * LANES).sub(wanted);
            FloatVector difference3 =
                    FloatVector.fromArray(SPECIES, input, at + 3 * LANES).sub(wanted);
            sum0 = sum0.add(difference0.mul(difference0));
            sum1 = sum1.add(difference1.mul(difference1));
            sum2 = sum2.add(difference2.mul(difference2));
            sum3 = sum3.add(difference3.mul(difference3));
        }
        sum0.intoArray(sums, group);
        sum1.intoArray(sums, group + LANES);
        sum2.intoArray(sums, group + 2 * LANES);
        sum3.intoArray(sums, group + 3 * LANES);
        return sum0.min(sum1).min(sum2.min(sum3)).reduceLanes(VectorOperators.MIN);
    }
}
