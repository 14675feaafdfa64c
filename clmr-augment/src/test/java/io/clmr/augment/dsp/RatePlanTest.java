package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.augment.golden.GoldenCase;
import io.clmr.augment.golden.GoldenVectors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RatePlanTest {
    private static final int RATE_HZ = 22050;

    static List<GoldenCase> tables() {
        return GoldenVectors.cases("rate_table");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void plansAndFiltersAreThoseOfSox(GoldenCase golden) {
        RatePlan plan = plan((int) golden.param("cents"));

        assertEquals(golden.param("rate_in_over_out"), plan.ratio());
        assertEquals(golden.param("doubler_taps"), plan.doublerTaps());
        assertEquals(golden.param("poly_taps"), plan.taps());
        assertEquals(golden.param("phases"), plan.phases());
        assertEquals(golden.param("interpolation_order"), plan.order());

        KaiserLowPass doubler = new KaiserLowPass(RatePlan.DOUBLER_BETA, RatePlan.DOUBLER_RHO);
        doubler.design(plan.doublerTaps(), plan.doublerCutOff(), 2);
        assertFilter(golden.array("doubler").doubles(), doubler, plan.doublerTaps(), 1);
        KaiserLowPass phases = new KaiserLowPass(RatePlan.PHASES_BETA, RatePlan.PHASES_RHO);
        phases.design(plan.taps() * plan.phases() - 1, plan.cutOff(), plan.phases());
        assertFilter(golden.array("poly").doubles(), phases, plan.taps() * plan.phases() - 1, (int)
                golden.param("poly_stride"));
    }

    private static void assertFilter(double[] expected, KaiserLowPass actual, int taps, int stride) {
        assertEquals((taps + stride - 1) / stride, expected.length);
        for (int i = 0; i < expected.length; i++) {
            int at = i;
            assertEquals(expected[i], actual.tap(Math.abs(i * stride - taps / 2)), 1e-12, () -> "tap " + at * stride);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-700, 16, 128, 2",
        "-1, 16, 128, 2",
        "1, 16, 128, 2",
        "185, 16, 128, 2",
        "186, 14, 128, 2",
        "646, 14, 128, 2",
        "647, 12, 2048, 1",
        "700, 12, 2048, 1"
    })
    void tableChangesFormWhereSoxDoes(int cents, int taps, int phases, int order) {
        RatePlan plan = plan(cents);

        assertEquals(List.of(taps, phases, order), List.of(plan.taps(), plan.phases(), plan.order()));
    }

    @Test
    void exactlyTwentyShiftsAreFractions() {
        Map<Integer, StepFraction> fractions = new TreeMap<>();
        IntStream.rangeClosed(-700, 700).filter(cents -> cents != 0).forEach(cents -> {
            StepFraction fraction = plan(cents).fraction();
            if (fraction.isExact()) {
                fractions.put(cents, fraction);
            }
        });

        assertEquals(20, fractions.size());
        assertEquals(new StepFraction(625, 457), fractions.get(-658));
        assertEquals(new StepFraction(20, 11), fractions.get(-165));
        assertEquals(new StepFraction(5000, 1887), fractions.get(487));
    }

    private static RatePlan plan(int cents) {
        return RatePlan.of(PitchRatio.rateRatio(PitchRatio.tempoFactor(cents), RATE_HZ));
    }
}
