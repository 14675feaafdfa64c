package io.clmr.augment.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.augment.TestSignals;
import io.clmr.augment.Workbench;
import org.junit.jupiter.api.Test;

class LoudnessTest {

    /** The coefficients printed in ITU-R BS.1770-4, tables 1 and 2. */
    @Test
    void filtersAreThoseOfTheStandardAt48kHz() {
        requireClose(
                new Biquad(1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585),
                Loudness.shelf(48000));
        requireClose(new Biquad(1, -2, 1, -1.99004745483398, 0.99007225036621), Loudness.highPass(48000));
    }

    /** The calibration point of the standard: a 997 Hz sine at full scale in one channel reads -3.01 LKFS. */
    @Test
    void readsTheStandardsCalibrationToneAtEveryRate() {
        for (int rate : new int[] {8000, 16000, 22050, 48000}) {
            float[] sine = TestSignals.sine(997, 1, rate, 3 * rate);
            // the bilinear transform bends the shelf a little at low rates
            assertEquals(-3.01, measure(sine, rate), rate == 48000 ? 0.01 : 0.1, rate + " Hz");
        }
    }

    @Test
    void falls6DbWithHalfTheAmplitude() {
        float[] loud = TestSignals.noise(1, 0.8, 44100);
        float[] soft = TestSignals.noise(1, 0.4, 44100);
        assertEquals(20 * Math.log10(2), measure(loud, 22050) - measure(soft, 22050), 1e-4);
    }

    @Test
    void relativeGateLeavesQuietPassagesOut() {
        float[] loud = TestSignals.sine(997, 0.5, 22050, 10 * 22050);
        float[] mixed = loud.clone();
        for (int i = 5 * 22050; i < mixed.length; i++) {
            mixed[i] *= 0.01f; // 40 dB below: above the absolute gate, below the relative one
        }
        assertEquals(measure(loud, 22050), measure(mixed, 22050), 0.25); // blocks across the change count in part
    }

    @Test
    void silenceHasNoLoudness() {
        assertEquals(Double.NEGATIVE_INFINITY, measure(new float[22050], 22050));
    }

    @Test
    void measuresLessThanOneBlockAsAWhole() {
        float[] sine = TestSignals.sine(997, 1, 22050, 4000);
        assertEquals(-3.01, measure(sine, 22050), 0.3);
    }

    private static double measure(float[] samples, int rate) {
        return new Loudness(Workbench.create(rate, samples.length)).measure(samples);
    }

    private static void requireClose(Biquad expected, Biquad found) {
        assertEquals(expected.b0(), found.b0(), 1e-8);
        assertEquals(expected.b1(), found.b1(), 1e-8);
        assertEquals(expected.b2(), found.b2(), 1e-8);
        assertEquals(expected.a1(), found.a1(), 1e-8);
        assertEquals(expected.a2(), found.a2(), 1e-8);
    }
}
