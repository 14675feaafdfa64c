package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.augment.TestKernels;
import io.clmr.augment.TestSignals;
import io.clmr.augment.Workbench;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SincConvolverTest {
    private static final int RATE_HZ = 22050;

    @Property(tries = 60)
    void equalsTheConvolutionOfTheDefinition(
            @ForAll @IntRange(min = 1, max = 3000) int length,
            @ForAll @DoubleRange(min = 60, max = 11025) double cutOffHz,
            @ForAll long seed) {
        float[] input = TestSignals.noise(seed, 1, length);
        float[] expected = slowLowPass(input, cutOffHz / RATE_HZ);

        TestKernels.all().forEach(kernels -> {
            float[] output = input.clone();
            convolver(length, kernels).lowPass(output, cutOffHz);
            assertArrayEquals(expected, output, 1e-6f); // single precision in and out
        });
    }

    @Test
    void highPassIsWhatTheLowPassTakesAway() {
        float[] input = TestSignals.noise(1, 1, 4000);
        float[] low = input.clone();
        convolver(4000, Kernels.scalar()).lowPass(low, 500);

        float[] high = input.clone();
        convolver(4000, Kernels.scalar()).highPass(high, 500);

        for (int i = 0; i < input.length; i++) {
            assertEquals(input[i] - low[i], high[i]);
        }
    }

    @Test
    void silenceStaysSilent() {
        float[] silence = new float[2000];

        convolver(2000, Kernels.active()).highPass(silence, 200);

        assertArrayEquals(new float[2000], silence);
    }

    private static SincConvolver convolver(int maxSamples, Kernels kernels) {
        return SincConvolver.of(Workbench.create(RATE_HZ, maxSamples, kernels));
    }

    private static float[] slowLowPass(float[] input, double c) {
        int half = (int) (8 / c / 2);
        double[] taps = new double[2 * half + 1];
        double sum = 0;
        for (int n = 0; n < taps.length; n++) {
            double a = 2 * Math.PI * c * (n - half);
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / (taps.length - 1));
            taps[n] = 2 * c * window * (a == 0 ? 1 : Math.sin(a) / a);
            sum += taps[n];
        }
        float[] output = new float[input.length];
        for (int t = 0; t < input.length; t++) {
            double y = 0;
            for (int n = 0; n < taps.length; n++) {
                int at = Math.max(0, Math.min(input.length - 1, t + n - half)); // edges repeat
                y += taps[n] / sum * input[at];
            }
            output[t] = (float) y;
        }
        return output;
    }
}
