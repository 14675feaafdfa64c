package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.augment.TestKernels;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SpliceSearchTest {
    private static final int SPARE = 512; // vectors read beyond the last candidate

    @Property(tries = 200)
    void findsTheFirstOfTheLeastSums(
            @ForAll long seed,
            @ForAll @IntRange(min = 4, max = 33) int eights,
            @ForAll @IntRange(min = 1, max = 400) int candidates,
            @ForAll @IntRange(min = 1, max = 4) int levels) {
        int overlap = 8 * eights;
        float[] input = samplesOfFewLevels(new Random(seed), candidates + 2 * overlap + SPARE, levels);
        int tail = candidates + overlap;

        int expected = slow(input, 0, tail, overlap, candidates);

        TestKernels.all()
                .forEach(kernels -> assertEquals(
                        expected,
                        kernels.spliceSearch().best(input, 0, tail, overlap, candidates),
                        kernels.description()));
    }

    /** Few levels make many equal sums. */
    private static float[] samplesOfFewLevels(Random random, int length, int levels) {
        float[] samples = new float[length];
        for (int i = 0; i < length; i++) {
            samples[i] = random.nextInt(levels) / 10f;
        }
        return samples;
    }

    private static int slow(float[] input, int window, int tail, int overlap, int candidates) {
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < candidates; i++) {
            float sum = 0;
            for (int j = 0; j < overlap; j++) {
                float difference = input[window + i + j] - input[tail + j];
                sum += difference * difference;
            }
            if (sum < least) {
                least = sum;
                best = i;
            }
        }
        return best;
    }
}
