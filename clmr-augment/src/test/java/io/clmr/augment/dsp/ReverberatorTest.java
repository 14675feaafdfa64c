package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.augment.TestKernels;
import io.clmr.augment.TestSignals;
import io.clmr.augment.Workbench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReverberatorTest {
    private static final int[] LEFT_COMBS = {1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617};
    private static final int[] RIGHT_COMBS = {1128, 1176, 1289, 1344, 1434, 1479, 1569, 1605};
    private static final int[] LEFT_ALL_PASSES = {225, 341, 441, 556};
    private static final int[] RIGHT_ALL_PASSES = {237, 329, 453, 544};

    @Test
    void coefficientsAreThoseOfSox() {
        assertEquals(0.3f, Reverberator.feedback(0));
        assertEquals(0.8816784f, Reverberator.feedback(50));
        assertEquals(0.9792761f, Reverberator.feedback(99));
        assertEquals(0.98f, Reverberator.feedback(100));
        assertEquals(0.35f, Reverberator.damping(50));
    }

    @ParameterizedTest
    @CsvSource({"22050, 5000, 70, 30, 40", "8000, 3001, 100, 0, 0", "48000, 1, 0, 100, 100", "44100, 2600, 99, 99, 99"})
    void equalsTheFiltersSampleBySample(int sampleRateHz, int length, int reverberance, int damping, int roomScale) {
        float[] input = TestSignals.noise(length, 0.5, length);
        double room = roomScale / 100.0 * 0.9 + 0.1;
        float feedback = Reverberator.feedback(reverberance);
        float damp = Reverberator.damping(damping);
        float[] left = channel(input, sampleRateHz, room, feedback, damp, LEFT_COMBS, LEFT_ALL_PASSES);
        float[] right = channel(input, sampleRateHz, room, feedback, damp, RIGHT_COMBS, RIGHT_ALL_PASSES);
        float[] expected = new float[length];
        for (int i = 0; i < length; i++) {
            float dry = bridged(input[i]);
            double mean =
                    (SoxSamples.truncated(dry + left[i] * 0.015f) * 1.0 + SoxSamples.truncated(dry + right[i] * 0.015f))
                            / 2;
            long rounded = (long) (mean + Math.copySign(0.5, mean));
            expected[i] = (float) (Math.floorDiv(rounded + 64, 128L) * 0x1p-24);
        }

        TestKernels.all().forEach(kernels -> {
            float[] output = input.clone();
            Reverberator.of(Workbench.create(sampleRateHz, length, kernels))
                    .apply(output, reverberance, damping, roomScale);
            assertArrayEquals(expected, output, kernels.description());
        });
    }

    private static float[] channel(
            float[] input, int sampleRateHz, double room, float feedback, float damp, int[] combs, int[] allPasses) {
        double scale = sampleRateHz * (1 / 44100.0);
        float[][] lines = new float[12][];
        for (int i = 0; i < 8; i++) {
            lines[i] = new float[(int) (room * scale * combs[i] + 0.5)];
        }
        for (int i = 0; i < 4; i++) {
            lines[8 + i] = new float[(int) (scale * allPasses[i] + 0.5)];
        }
        float[] stores = new float[8];
        float[] output = new float[input.length];
        for (int t = 0; t < input.length; t++) {
            float sum = 0;
            for (int i = 7; i >= 0; i--) {
                int at = t % lines[i].length;
                float out = lines[i][at];
                stores[i] = out + (stores[i] - out) * damp;
                lines[i][at] = bridged(input[t]) + stores[i] * feedback;
                sum += out;
            }
            for (int i = 11; i >= 8; i--) {
                int at = t % lines[i].length;
                float out = lines[i][at];
                lines[i][at] = sum + out * 0.5f;
                sum = out - sum;
            }
            output[t] = sum;
        }
        return output;
    }

    private static float bridged(float value) {
        return SoxSamples.rounded(SoxSamples.truncated(value));
    }
}
