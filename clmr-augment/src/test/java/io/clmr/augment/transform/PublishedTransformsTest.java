package io.clmr.augment.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.IntRange;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.Recipe;
import io.clmr.augment.TestSignals;
import io.clmr.augment.TransformConfig;
import io.clmr.augment.Workbench;
import io.clmr.augment.golden.GoldenCase;
import io.clmr.augment.golden.GoldenVectors;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedTransformsTest {
    private final Workbench bench = Workbench.create(22050, 60000);

    static List<GoldenCase> noises() {
        return GoldenVectors.cases("noise");
    }

    @ParameterizedTest
    @MethodSource("noises")
    void noiseLevelIsThatOfTheReference(GoldenCase golden) {
        double std = golden.param("std_ratio") * Noise.unbiasedStd(golden.input());

        assertEquals(golden.param("noise_std"), std, 1e-6 * std); // the reference computes it in single precision
    }

    @Test
    void noiseHasTheLevelItSays() {
        float[] signal = TestSignals.sine(440, 0.5, 22050, 50000);
        float[] noisy = new Noise(0.01, 5).render(signal, bench);

        double squares = 0;
        for (int i = 0; i < signal.length; i++) {
            squares += Math.pow(noisy[i] - signal[i], 2);
        }

        double relativeStd = Math.sqrt(squares / signal.length) / Noise.unbiasedStd(signal);
        assertEquals(0.01, relativeStd, 0.0002); // 6 standard deviations
    }

    @Test
    void noiseOfOneSampleIsNone() {
        assertArrayEquals(new float[] {0.5f}, new Noise(1, 5).render(new float[] {0.5f}, bench));
    }

    @Test
    void clippedNoiseHasTheRatioItSaysAndStaysWithinFullScale() {
        float[] signal = TestSignals.sine(440, 0.5, 22050, 50000);
        float[] noisy = new ClippedNoise(40, 5).render(signal, bench);
        float[] noise = new float[signal.length];
        for (int i = 0; i < signal.length; i++) {
            noise[i] = noisy[i] - signal[i];
        }

        assertEquals(40, TestSignals.powerDb(signal) - TestSignals.powerDb(noise), 0.15);
        for (float sample : new ClippedNoise(0, 5).render(TestSignals.noise(1, 1, 1000), bench)) {
            assertEquals(0, Math.max(0, Math.abs(sample) - 1));
        }
    }

    @Test
    void viewNotLongerThanTheDelayIsHalved() {
        assertArrayEquals(new float[] {0.25f, -0.5f}, new Delay(200, 0.5).render(new float[] {0.5f, -1f}, bench));
    }

    @Test
    void delayDrawsItsLastStepAndNothingBeyond() {
        TreeSet<Number> drawn = new TreeSet<>();
        for (int seed = 0; seed < 300; seed++) {
            drawn.add((Integer) DelayConfig.defaults()
                    .draw(RandomStream.of(seed))
                    .parameters()
                    .get("delay_ms"));
        }

        assertEquals("[200, 250, 300, 350, 400, 450]", drawn.toString());
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 1000, 5000})
    void onePoleFiltersPassAndStopAndHalvePowerAtTheCutOff(double cutOffHz) {
        float[] sine = TestSignals.sine(cutOffHz, 0.5, 22050, 22050);

        float[] low = new OnePoleFilter(false, cutOffHz).render(sine, bench);
        float[] high = new OnePoleFilter(true, cutOffHz).render(sine, bench);

        assertEquals(0.5 / Math.sqrt(2), TestSignals.amplitude(low, cutOffHz, 22050), 1e-3);
        assertEquals(0.5 / Math.sqrt(2), TestSignals.amplitude(high, cutOffHz, 22050), 1e-3);
        for (int i = 0; i < sine.length; i++) {
            assertEquals(sine[i], low[i] + high[i], 1e-6f); // the two are complementary
        }
    }

    @Test
    void polarityTwiceIsNothing() {
        float[] signal = TestSignals.noise(1, 1, 1000);
        Polarity polarity = new Polarity();

        assertArrayEquals(signal, polarity.render(polarity.render(signal, bench), bench));
    }

    @Test
    void integerRangesDrawWholeNumbersOnly() {
        GainConfig gain = new GainConfig(1, new Range(-20, -1), true);
        TreeSet<Double> drawn = new TreeSet<>();
        for (int seed = 0; seed < 1000; seed++) {
            drawn.add(
                    gain.draw(RandomStream.of(seed)).parameters().get("gain_db").doubleValue());
        }

        assertEquals(20, drawn.size());
        assertEquals(-20, drawn.first());
        assertEquals(-1, drawn.last());
    }

    @Test
    void firstPublishedChainDiffersWhereItsCodeDid() {
        List<TransformConfig> steps = AugmentationChain.published(Recipe.CLMR_V1);

        assertEquals(new GainConfig(0.3, new Range(-20, -1), true), steps.get(2));
        assertEquals(new DelayConfig(0.3, new IntRange(200, 450), 50, 0.2), steps.get(4));
        assertEquals(new IntRange(1, 100), ((ReverbConfig) steps.get(6)).roomScale());
        assertEquals(0, steps.get(1).p());
    }

    @Test
    void refusesRangesThatLeaveTheAllowedOne() {
        assertEquals(
                "gain: gain_db is 61, allowed are -120 to 60",
                assertThrows(IllegalArgumentException.class, () -> new GainConfig(0.5, new Range(0, 61), false))
                        .getMessage());
        assertEquals(
                "reverb: damping is 101, allowed are 0 to 100",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ReverbConfig(
                                        0.5, new IntRange(0, 99), new IntRange(0, 101), new IntRange(0, 99)))
                        .getMessage());
        assertEquals(
                "pitch: p is 1.5, allowed are 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> new PitchConfig(1.5, new IntRange(-700, 700)))
                        .getMessage());
        assertEquals(
                "gain: gain_db is [-1.8, -1.2], expected a range with a whole number in it",
                assertThrows(IllegalArgumentException.class, () -> new GainConfig(1, new Range(-1.8, -1.2), true))
                        .getMessage());
    }
}
