package io.clmr.augment.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.BackgroundSource;
import io.clmr.augment.Effect;
import io.clmr.augment.Range;
import io.clmr.augment.Recipe;
import io.clmr.augment.TestSignals;
import io.clmr.augment.TransformConfig;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.Loudness;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The transforms that the published chains do not have, against their closed forms. */
class ExtraTransformsTest {
    private static final int RATE = 22050;

    @Test
    void publishedChainsHaveNoneOfThem() {
        List<String> published = List.of("polarity", "noise", "gain", "filter", "delay", "pitch", "reverb");
        for (Recipe recipe : Recipe.values()) {
            assertEquals(
                    published,
                    AugmentationChain.published(recipe).stream()
                            .map(TransformConfig::name)
                            .toList());
        }
    }

    @Test
    void timeMaskSilencesItsStretchAndNothingElse() {
        float[] masked = render(new TimeMask(0.25, 0.5, 0), constant(1, 1000));
        for (int i = 0; i < 1000; i++) {
            assertEquals(i >= 375 && i < 625 ? 0 : 1, masked[i], "sample " + i);
        }
    }

    @Test
    void timeMaskFadesAlongAStraightLine() {
        float[] masked = render(new TimeMask(0.1, 0, 1), constant(1, 10_000));
        int fade = 22; // 1 ms
        for (int i = 0; i < fade; i++) {
            assertEquals(1 - (i + 1f) / (fade + 1), masked[i], 1e-6);
            assertEquals(masked[i], masked[999 - i], 1e-6);
        }
        assertEquals(0, masked[fade]);
        assertEquals(0, masked[999 - fade]);
        assertEquals(1, masked[1000]);
    }

    @Test
    void bandStopTakesItsCentreAwayAndHalfThePowerAtItsEdges() {
        double centre = 1000;
        // the edges of a notch: their product is the centre squared, their difference the width (little bent at 1 kHz)
        double upper = centre * (0.25 + Math.sqrt(1 + 0.0625));
        float[] at = render(new BandStop(centre, 0.5), TestSignals.sine(centre, 1, RATE, 2 * RATE));
        float[] edge = render(new BandStop(centre, 0.5), TestSignals.sine(upper, 1, RATE, 2 * RATE));
        assertTrue(TestSignals.amplitude(at, centre, RATE) < 1e-4);
        assertEquals(Math.sqrt(0.5), TestSignals.amplitude(edge, upper, RATE), 0.01);
    }

    @Test
    void peakingEqHasItsGainAtTheCentre() {
        for (double gainDb : new double[] {-24, -6, 6, 24}) {
            float[] sine = render(new PeakingEq(700, gainDb, 2), TestSignals.sine(700, 0.1, RATE, 2 * RATE));
            assertEquals(gainDb, 20 * Math.log10(TestSignals.amplitude(sine, 700, RATE) / 0.1), 0.01);
        }
    }

    @Test
    void timeStretchMovesTheOnsetAndKeepsThePitch() {
        for (double rate : new double[] {0.5, 0.8, 1.25, 2}) {
            float[] tone = TestSignals.sine(440, 0.5, RATE, 2 * RATE);
            Arrays.fill(tone, 0, RATE / 2, 0f); // half a second of silence, then the tone
            float[] stretched = render(new TimeStretch(rate), tone);
            int onset = 0;
            while (Math.abs(stretched[onset]) < 0.25) {
                onset++;
            }
            // one segment (82 ms) is copied as it is, so the onset moves by whole segments
            assertEquals(RATE / 2 / rate, onset, 0.082 * RATE, "onset at rate " + rate);
            float[] middle = Arrays.copyOfRange(stretched, onset, onset + RATE / 2);
            // splices at best phase leave nearly all of the tone where it was
            assertEquals(0.5, TestSignals.amplitude(middle, 440, RATE), 0.05, "amplitude at rate " + rate);
        }
    }

    @Test
    void timeStretchFillsUpWithSilenceOrCuts() {
        float[] noise = TestSignals.noise(8, 0.9, RATE);
        float[] faster = render(new TimeStretch(1.25), noise);
        float[] slower = render(new TimeStretch(0.8), noise);
        assertEquals(RATE, faster.length);
        assertEquals(RATE, slower.length);
        assertTrue(TestSignals.powerDb(Arrays.copyOfRange(faster, 17000, 17640)) > -10);
        assertArrayEquals(new float[RATE - 17640], Arrays.copyOfRange(faster, 17640, RATE));
        assertTrue(TestSignals.powerDb(Arrays.copyOfRange(slower, RATE - 1000, RATE)) > -10);
        assertArrayEquals(noise, render(new TimeStretch(1), noise));
    }

    @Test
    void clippingStopsAtThePercentiles() {
        float[] ramp = new float[101];
        for (int i = 0; i < 101; i++) {
            ramp[i] = (i * 37 % 101 - 50) / 50f; // -1 to 1 in steps of 0.02, shuffled
        }
        float[] clipped = render(new Clipping(40), ramp);
        for (int i = 0; i < 101; i++) {
            assertEquals(Math.max(-0.6f, Math.min(0.6f, ramp[i])), clipped[i], 1e-6);
        }
        assertArrayEquals(ramp, render(new Clipping(0), ramp));
    }

    @Test
    void tanhDistortionFollowsItsFormulaAndKeepsThePower() {
        float[] sine = TestSignals.sine(443.7, 0.5, RATE, RATE);
        float[] distorted = render(new TanhDistortion(0.5), sine);
        assertEquals(TestSignals.powerDb(sine), TestSignals.powerDb(distorted), 1e-4);
        // the 50.5th percentile of a sine's magnitudes is sin(pi / 2 * 0.505) of its amplitude
        double gain = 0.5 / (0.5 * Math.sin(Math.PI / 2 * 0.505));
        double ratio = distorted[12] / Math.tanh(gain * sine[12]);
        for (int i = 0; i < 50; i++) {
            assertEquals(ratio * Math.tanh(gain * sine[i]), distorted[i], 1e-3);
        }
    }

    @Test
    void backgroundLiesTheGivenDecibelsBelow() {
        float[] music = TestSignals.sine(440, 0.3, RATE, RATE);
        Workbench bench = bench(RATE)
                .withBackground(BackgroundSource.of(
                        List.of(TestSignals.noise(2, 0.9, 3 * RATE), TestSignals.noise(3, 0.01, 500))));
        for (int seed = 0; seed < 4; seed++) {
            float[] mixed = new Background(12, seed).render(music, bench);
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] -= music[i];
            }
            assertEquals(12, TestSignals.powerDb(music) - TestSignals.powerDb(mixed), 0.01);
        }
    }

    @Test
    void backgroundIsDecidedByTheSeedAlone() {
        Workbench bench = bench(1000).withBackground(BackgroundSource.of(List.of(TestSignals.noise(2, 0.9, 5000))));
        float[] music = TestSignals.noise(1, 0.5, 1000);
        float[] first = new Background(6, 1).render(music, bench);
        float[] other = new Background(6, 2).render(music, bench);
        assertArrayEquals(first, new Background(6, 1).render(music, bench));
        assertTrue(first[0] != other[0] || first[1] != other[1]);
    }

    @Test
    void chainWithoutMusicToMixInIsRefused() {
        List<TransformConfig> steps = List.of(BackgroundConfig.defaults());
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> AugmentationChain.create(steps, RATE, 1000));
        assertEquals(
                "background: no music to mix in was given; create the chain at a workbench with a BackgroundSource,"
                        + " or leave background out of the chain",
                refused.getMessage());
    }

    @Test
    void degradeLeavesNoMoreValuesThanItsBitsHave() {
        for (int bits : new int[] {1, 5, 8, 10}) {
            Set<Float> values = new HashSet<>();
            for (float sample : render(new Degrade(bits, 8000), TestSignals.noise(4, 1, RATE))) {
                values.add(sample + 0f); // negative zero is zero
                assertEquals(Math.rint(sample * (1 << (bits - 1))), sample * (1 << (bits - 1)));
                assertTrue(sample >= -1 && sample < 1);
            }
            assertTrue(values.size() <= 1 << bits, values.size() + " values of " + bits + " bits");
        }
    }

    @Test
    void degradeAt24BitsAndItsOwnRateRoundsOnly() {
        float[] noise = TestSignals.noise(4, 0.9, 1000);
        assertArrayEquals(noise, render(new Degrade(24, RATE), noise), 0x1p-24f);
    }

    @Test
    void loudnessMeetsItsTarget() {
        for (int rate : new int[] {8000, 16000, 22050}) {
            Workbench bench = Workbench.create(rate, 3 * rate);
            for (double target : new double[] {-31, -20, -13}) {
                float[] loud = new LoudnessNormalization(target).render(TestSignals.noise(6, 0.3, 3 * rate), bench);
                assertEquals(target, new Loudness(bench).measure(loud), 0.01);
            }
        }
    }

    @Test
    void loudnessLeavesSilenceAlone() {
        assertArrayEquals(new float[RATE], render(new LoudnessNormalization(-20), new float[RATE]));
    }

    @Test
    void namesTheKeyThatIsOutOfRange() {
        Exception refused =
                assertThrows(IllegalArgumentException.class, () -> new TimeMaskConfig(0.5, new Range(0.5, 1.5), 5));
        assertEquals("time_mask: fraction is 1.5, allowed are 0 to 1", refused.getMessage());
        List<TransformConfig> steps =
                List.of(new PeakingEqConfig(0.5, new Range(50, 7500), new Range(-24, 24), new Range(0.5, 5)));
        Exception atRate =
                assertThrows(IllegalArgumentException.class, () -> AugmentationChain.create(steps, 8000, 1000));
        assertEquals(
                "peaking_eq: centre_hz is 7500.0, allowed at 8000 Hz are 10.0 to below 4000.0", atRate.getMessage());
    }

    private static float[] render(Effect effect, float[] samples) {
        return effect.render(samples, bench(samples.length));
    }

    private static Workbench bench(int maxSamples) {
        return Workbench.create(RATE, maxSamples);
    }

    private static float[] constant(float value, int length) {
        float[] constant = new float[length];
        Arrays.fill(constant, value);
        return constant;
    }
}
