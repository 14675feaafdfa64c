package io.clmr.augment.dsp;

/** Compares four candidates at a time, and gives up on four that are already worse than the best. */
final class ScalarSpliceSearch implements SpliceSearch {
    private static final int CHECK_EVERY = 24;

    @Override
    public int best(float[] input, int window, int tail, int overlap, int candidates) {
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < candidates; i += 4) {
            float sum0 = 0;
            float sum1 = 0;
            float sum2 = 0;
            float sum3 = 0;
            int j = 0;
            while (j < overlap) {
                // Sums only grow: one that has reached the least cannot win any more.
                if (Math.min(Math.min(sum0, sum1), Math.min(sum2, sum3)) >= least) {
                    break;
                }
                for (int end = Math.min(overlap, j + CHECK_EVERY); j < end; j++) {
                    float wanted = input[tail + j];
                    float difference0 = input[window + i + j] - wanted;
                    float difference1 = input[window + i + j + 1] - wanted;
                    float difference2 = input[window + i + j + 2] - wanted;
                    float difference3 = input[window + i + j + 3] - wanted;
                    sum0 += difference0 * difference0;
                    sum1 += difference1 * difference1;
                    sum2 += difference2 * difference2;
                    sum3 += difference3 * difference3;
                }
            }
            if (j < overlap) {
                continue;
            }
            if (sum0 < least) {
                least = sum0;
                best = i;
            }
            if (sum1 < least && i + 1 < candidates) {
                least = sum1;
                best = i + 1;
            }
            if (sum2 < least && i + 2 < candidates) {
                least = sum2;
                best = i + 2;
            }
            if (sum3 < least && i + 3 < candidates) {
                least = sum3;
                best = i + 3;
            }
        }
        return best;
    }
}
