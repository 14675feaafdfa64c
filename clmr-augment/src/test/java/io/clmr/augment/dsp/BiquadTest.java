package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.augment.TestSignals;
import org.junit.jupiter.api.Test;

class BiquadTest {
    private static final int[] SAMPLE_RATES_HZ = {8000, 16000, 22050};

    @Test
    void notchHasTheResponseOfItsAnalogueFilter() {
        for (int rate : SAMPLE_RATES_HZ) {
            for (double hz : new double[] {200, 700, 997, 1000, 1003, 1500, 3500}) {
                double w = warped(hz, 1000, rate);
                double expected = Math.abs(1 - w * w) / Math.hypot(1 - w * w, w / 2);
                assertEquals(expected, response(Biquad.notch(1000, 2, rate), hz, rate), 1e-4, hz + " Hz at " + rate);
            }
        }
    }

    @Test
    void peakingFilterHasTheResponseOfItsAnalogueFilter() {
        for (int rate : SAMPLE_RATES_HZ) {
            for (double gainDb : new double[] {-24, -3, 0, 12}) {
                double root = Math.pow(10, gainDb / 40);
                for (double hz : new double[] {100, 600, 800, 1000, 3900}) {
                    double w = warped(hz, 800, rate);
                    double expected = Math.hypot(1 - w * w, w * root / 1.5) / Math.hypot(1 - w * w, w / root / 1.5);
                    double found = response(Biquad.peaking(800, gainDb, 1.5, rate), hz, rate);
                    assertEquals(expected, found, 1e-3 * expected, hz + " Hz at " + rate + ", " + gainDb + " dB");
                }
            }
        }
    }

    @Test
    void refusesHalfTheSampleRate() {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> Biquad.notch(4000, 1, 8000));
        assertEquals(
                "filter frequency is 4000.0 Hz, expected above 0 and below 4000.0, half the sample rate",
                refused.getMessage());
    }

    /** The bilinear transform bends frequencies; this undoes it, the centre becoming 1. */
    private static double warped(double hz, double centreHz, int rate) {
        return Math.tan(Math.PI * hz / rate) / Math.tan(Math.PI * centreHz / rate);
    }

    private static double response(Biquad filter, double hz, int rate) {
        float[] sine = TestSignals.sine(hz, 1, rate, 2 * rate);
        filter.apply(sine, sine, sine.length);
        return TestSignals.amplitude(sine, hz, rate);
    }
}
