package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.TestSignals;
import io.clmr.augment.Workbench;
import org.junit.jupiter.api.Test;

class RateReducerTest {
    private static final int RATE = 22050;

    @Test
    void keepsWhatTheLowerRateCanHold() {
        for (int lower : new int[] {4000, 7999, 11025, 16000}) {
            float[] sine = TestSignals.sine(900, 0.5, RATE, 2 * RATE);
            float[] reduced = reduce(sine, lower);
            // 1e-3: the pass band's ripple on both ways and the interpolation of the table
            for (int i = RATE / 2; i < RATE; i++) {
                assertEquals(sine[i], reduced[i], 1e-3, lower + " Hz, sample " + i);
            }
        }
    }

    @Test
    void leavesNeitherTheToneAboveNorItsAlias() {
        for (int lower : new int[] {4000, 7999, 11025}) {
            double hz = lower / 2.0 * 1.3;
            float[] sine = TestSignals.sine(hz, 1, RATE, 2 * RATE);
            float[] reduced = reduce(sine, lower);
            double alias = lower - hz;
            // 70 dB down, twice
            assertTrue(TestSignals.amplitude(reduced, hz, RATE) < 3e-4, lower + " Hz: tone");
            assertTrue(TestSignals.amplitude(reduced, alias, RATE) < 3e-4, lower + " Hz: alias");
        }
    }

    @Test
    void higherRateChangesNothing() {
        float[] noise = TestSignals.noise(1, 1, 5000);
        assertArrayEquals(noise, reduce(noise, RATE));
        assertArrayEquals(noise, reduce(noise, 48000));
    }

    private static float[] reduce(float[] samples, int lowerRateHz) {
        float[] copy = samples.clone();
        new RateReducer(Workbench.create(RATE, samples.length)).reduce(copy, lowerRateHz);
        return copy;
    }
}
