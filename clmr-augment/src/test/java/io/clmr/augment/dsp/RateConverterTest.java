package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.augment.TestKernels;
import io.clmr.augment.TestSignals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateConverterTest {
    private static final int RATE_HZ = 22050;

    /** One shift of each form of table: two tap counts between phases, linear ones, fractions. */
    @ParameterizedTest
    @ValueSource(ints = {-700, -165, -1, 137, 250, 487, 700})
    void equalsTheTwoSumsOfTheDefinition(int cents) {
        double ratio = PitchRatio.rateRatio(PitchRatio.tempoFactor(cents), RATE_HZ);
        float[] input = TestSignals.noise(7, 0.5, 700);
        int length = RateConverter.length(input.length, ratio);

        float[] expected = slow(input, ratio, length);

        TestKernels.all()
                .forEach(kernels ->
                        assertArrayEquals(expected, convert(input, ratio, length, kernels), kernels.description()));
    }

    @Test
    void allKernelsGiveTheSameBitsForAllShifts() {
        float[] input = TestSignals.noise(8, 0.5, 2500);
        for (int cents = -700; cents <= 700; cents += 3) {
            double ratio = PitchRatio.rateRatio(PitchRatio.tempoFactor(cents), RATE_HZ);
            if (ratio != 1) {
                float[] expected = convert(input, ratio, 2500, Kernels.scalar());
                String shift = cents + " cents, ";
                TestKernels.all()
                        .forEach(kernels ->
                                assertArrayEquals(expected, convert(input, ratio, 2500, kernels), shift + kernels));
            }
        }
    }

    @Test
    void fillsUpWithSilence() {
        float[] output = new float[100];
        Arrays.fill(output, 1f);

        new RateConverter(Kernels.scalar()).convert(new float[] {0.5f}, 1, 1.2, output);

        assertEquals(1, RateConverter.length(1, 1.2));
        assertArrayEquals(new float[99], Arrays.copyOfRange(output, 1, 100));
    }

    private static float[] convert(float[] input, double ratio, int length, Kernels kernels) {
        float[] output = new float[length];
        new RateConverter(kernels).convert(input, input.length, ratio, output);
        return output;
    }

    private static float[] slow(float[] input, double ratio, int length) {
        RatePlan plan = RatePlan.of(ratio);
        double[] doubled = slowlyDoubled(input, plan);
        KaiserLowPass design = new KaiserLowPass(RatePlan.PHASES_BETA, RatePlan.PHASES_RHO);
        int prototypeTaps = plan.taps() * plan.phases();
        design.design(prototypeTaps - 1, plan.cutOff(), plan.phases());
        OutputClock clock = new OutputClock();
        clock.prepare(plan);
        long[] positions = new long[length];
        clock.positions(0, 0, positions, new double[length], length);
        double[] resampled = new double[length];
        for (int k = 0; k < length; k++) {
            int whole = (int) (positions[k] >> 32);
            int low = (int) positions[k];
            int phaseBits = Integer.numberOfTrailingZeros(plan.phases());
            int phase = plan.order() == 0 ? low : low >>> (32 - phaseBits);
            double d = plan.order() == 0 ? 0 : Integer.toUnsignedLong(low << phaseBits) * 0x1p-32;
            for (int j = 0; j < plan.taps(); j++) {
                int base = (plan.taps() - 1 - j) * plan.phases() + phase;
                double c0 = prototype(design, prototypeTaps, base);
                double c1 = prototype(design, prototypeTaps, base + 1);
                double c2 = prototype(design, prototypeTaps, base + 2);
                double a = plan.order() == 2 ? (c2 + c0) / 2 - c1 : 0;
                double b = plan.order() == 0 ? 0 : c1 - c0 - a;
                int at = whole + j - (plan.taps() - 1) / 2;
                resampled[k] += at < 0 || at >= doubled.length ? 0 : (c0 + d * (b + d * a)) * doubled[at];
            }
        }
        float[] output = new float[length];
        new PlainSampleRounding().store(resampled, output, length);
        return output;
    }

    private static double[] slowlyDoubled(float[] input, RatePlan plan) {
        int half = plan.doublerTaps() / 2;
        KaiserLowPass design = new KaiserLowPass(RatePlan.DOUBLER_BETA, RatePlan.DOUBLER_RHO);
        design.design(plan.doublerTaps(), plan.doublerCutOff(), 2);
        double[] doubled = new double[2 * input.length + 64];
        for (int j = 0; j < doubled.length; j++) {
            for (int i = 0; i < plan.doublerTaps(); i++) {
                int at = j + half - i; // with a zero after every sample
                if (at >= 0 && at % 2 == 0 && at / 2 < input.length) {
                    doubled[j] += design.tap(Math.abs(i - half)) * SoxSamples.truncated(input[at / 2]);
                }
            }
        }
        return doubled;
    }

    private static double prototype(KaiserLowPass design, int taps, int k) {
        return k >= 1 && k < taps ? design.tap(Math.abs(k - taps / 2)) : 0;
    }
}
