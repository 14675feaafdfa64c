package io.clmr.tarsos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.AppliedTransform;
import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformRegistry;
import io.clmr.augment.Workbench;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Processors of TarsosDSP on real music, against what they are meant to compute. */
class TarsosEffectTest {
    private static final int RATE = Music.SAMPLE_RATE_HZ;

    @Test
    void isFoundOnTheClassPath() {
        assertEquals(
                TarsosConfig.defaults(),
                TransformRegistry.load().provider("tarsos").defaults());
    }

    @Test
    void delayEchoesAndKeepsTheLength() throws IOException {
        float[] music = Music.samples();
        float[] echoed = view("be.tarsos.dsp.effects.DelayEffect", "0.1", "0.5", "sample_rate_hz");
        assertEquals(music.length, echoed.length); // 22050 is no multiple of the buffer
        for (int t = 0; t < music.length; t++) {
            float echo = t < 2205 ? 0 : 0.5f * echoed[t - 2205];
            assertEquals(music[t] + echo, echoed[t], 1e-6f, "sample " + t);
        }
    }

    @Test
    void flangerMixesInADelayThatSwings() throws IOException {
        float[] music = Music.samples();
        float[] flanged = view("be.tarsos.dsp.effects.FlangerEffect", "0.02", "0.3", "sample_rate_hz", "3");
        int longest = 441;
        int close = 0;
        for (int t = 0; t < music.length; t++) {
            long delay = Math.round(Math.abs((longest - 1) * Math.sin(2 * Math.PI * 3 / 2 * t / RATE)));
            float delayed = t < delay ? 0 : music[(int) (t - delay)];
            close += Math.abs(0.7f * music[t] + 0.3f * delayed - flanged[t]) < 1e-5 ? 1 : 0;
        }
        // TarsosDSP keeps time in float, so that here and there the delay rounds to the sample beside
        assertTrue(close > 0.98 * music.length, close + " of " + music.length + " as expected");
    }

    @Test
    void highPassIsItsRecursion() throws IOException {
        float[] music = Music.samples();
        float[] filtered = view("be.tarsos.dsp.filters.HighPass", "500", "sample_rate_hz");
        float x = (float) Math.exp(-2 * Math.PI * 500 / RATE);
        double y = 0;
        for (int t = 0; t < music.length; t++) {
            double before = t == 0 ? 0 : music[t - 1];
            y = (1 + x) / 2 * (music[t] - before) + x * y;
            assertEquals(y, filtered[t], 1e-5, "sample " + t);
        }
    }

    @Test
    void bandPassKeepsItsCentreOnly() {
        double centre = power(render(sine(1000), "be.tarsos.dsp.filters.BandPass", "1000", "100", "sample_rate_hz"));
        double beside = power(render(sine(3000), "be.tarsos.dsp.filters.BandPass", "1000", "100", "sample_rate_hz"));
        assertEquals(power(sine(1000)), centre, 0.05);
        assertTrue(beside < 0.02, "power beside is " + beside);
    }

    @Test
    void lengthStaysWhateverTheProcessorMakesOfIt() throws IOException {
        float[] music = Music.samples();
        float[] longer = view("be.tarsos.dsp.resample.RateTransposer", "1.5");
        float[] shorter = view("be.tarsos.dsp.resample.RateTransposer", "0.5");
        assertEquals(music.length, longer.length);
        assertEquals(music.length, shorter.length);
        assertEquals(0, power(Arrays.copyOfRange(shorter, 11100, music.length)));
        assertTrue(power(Arrays.copyOf(shorter, 10000)) > 1e-4);
    }

    /** The arguments are those that the documentation names. */
    @Test
    void everyKnownEffectChangesTheMusic() throws IOException {
        Map<String, List<String>> arguments = Map.ofEntries(
                Map.entry("be.tarsos.dsp.BitDepthProcessor", List.of()),
                Map.entry("be.tarsos.dsp.EnvelopeFollower", List.of("sample_rate_hz", "0.001", "0.01")),
                Map.entry("be.tarsos.dsp.FadeIn", List.of("0.5")),
                Map.entry("be.tarsos.dsp.GainProcessor", List.of("0.5")),
                Map.entry("be.tarsos.dsp.effects.DelayEffect", List.of("0.1", "0.5", "sample_rate_hz")),
                Map.entry("be.tarsos.dsp.effects.FlangerEffect", List.of("0.005", "0.3", "sample_rate_hz", "1")),
                Map.entry("be.tarsos.dsp.filters.BandPass", List.of("1000", "300", "sample_rate_hz")),
                Map.entry("be.tarsos.dsp.filters.HighPass", List.of("500", "sample_rate_hz")),
                Map.entry("be.tarsos.dsp.filters.LowPassFS", List.of("2000", "sample_rate_hz")),
                Map.entry("be.tarsos.dsp.filters.LowPassSP", List.of("2000", "sample_rate_hz")),
                Map.entry("be.tarsos.dsp.resample.RateTransposer", List.of("0.9")),
                Map.entry("be.tarsos.dsp.synthesis.AmplitudeLFO", List.of("3", "0.5")));
        assertEquals(Set.copyOf(KnownProcessors.EFFECTS), arguments.keySet());
        float[] music = Music.samples();
        for (String effect : KnownProcessors.EFFECTS) {
            float[] changed = view(effect, arguments.get(effect).toArray(String[]::new));
            double loudest = 0;
            int different = 0;
            for (int i = 0; i < music.length; i++) {
                loudest = Math.max(loudest, Math.abs(changed[i]));
                different += changed[i] == music[i] ? 0 : 1;
            }
            assertTrue(loudest > 0.01 && loudest < 2, effect + " peaks at " + loudest);
            assertTrue(different > music.length / 3, effect + " changes " + different + " samples");
        }
    }

    @Test
    void eachApplicationStartsWithAFreshProcessor() throws IOException {
        assertArrayEquals(
                view("be.tarsos.dsp.effects.DelayEffect", "0.3", "0.9", "sample_rate_hz"),
                view("be.tarsos.dsp.effects.DelayEffect", "0.3", "0.9", "sample_rate_hz"));
        TarsosConfig config =
                new TarsosConfig(1, "be.tarsos.dsp.effects.DelayEffect", List.of("0.3", "0.9", "sample_rate_hz"));
        AugmentationChain chain = AugmentationChain.create(List.of(config), RATE, RATE);
        float[] first = Music.samples();
        float[] second = Music.samples();
        chain.apply(first, RandomStream.of(1));
        chain.apply(second, RandomStream.of(1));
        assertArrayEquals(first, second);
    }

    @Test
    void streamDecidesWhatIsDrawn() throws IOException {
        TarsosConfig config = TarsosConfig.defaults();
        AugmentationChain chain =
                AugmentationChain.create(List.of(new TarsosConfig(1, config.effect(), config.arguments())), RATE, RATE);
        float[] first = Music.samples();
        float[] again = Music.samples();
        float[] other = Music.samples();
        AppliedTransform drawn = chain.apply(first, RandomStream.of(1)).get(0);
        assertEquals(drawn, chain.apply(again, RandomStream.of(1)).get(0));
        assertNotEquals(drawn, chain.apply(other, RandomStream.of(2)).get(0));
        assertArrayEquals(first, again);
        assertEquals("be.tarsos.dsp.effects.FlangerEffect", drawn.operation().orElseThrow());
        assertEquals(
                List.of("argument_1", "argument_2", "argument_4"),
                List.copyOf(drawn.parameters().keySet()));
    }

    @Test
    void drawsFromItsRangesAndTypes() {
        TarsosConfig config = new TarsosConfig(1, Scaler.class.getName(), List.of("[2, 4]", "[0.5, 0.75]", "true"));
        boolean[] seen = new boolean[5];
        for (int seed = 0; seed < 200; seed++) {
            Map<String, Number> drawn = config.draw(RandomStream.of(seed)).parameters();
            seen[drawn.get("argument_1").intValue()] = true;
            assertEquals(
                    Math.rint(drawn.get("argument_1").doubleValue()),
                    drawn.get("argument_1").doubleValue());
            double real = drawn.get("argument_2").doubleValue();
            assertTrue(real >= 0.5 && real <= 0.75, "drawn " + real);
        }
        assertArrayEquals(new boolean[] {false, false, true, true, true}, seen);
    }

    @Test
    void drawnOperationIsMadeAgainFromItsNumbers() throws IOException {
        var effect = TarsosConfig.defaults().draw(RandomStream.of(3));
        Workbench bench = Workbench.create(RATE, RATE);
        var again = effect.type()
                .create(Map.of(
                        "argument_1", effect.parameters().get("argument_1").doubleValue(),
                        "argument_2", effect.parameters().get("argument_2").doubleValue(),
                        "argument_4", effect.parameters().get("argument_4").doubleValue()));
        assertArrayEquals(effect.render(Music.samples(), bench), again.render(Music.samples(), bench));
    }

    @Test
    void refusesWhatFailsAtAnEndOfItsRangesBeforeAnyMusicComes() {
        TarsosConfig config =
                new TarsosConfig(1, "be.tarsos.dsp.effects.DelayEffect", List.of("[0, 0.1]", "0.5", "sample_rate_hz"));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> AugmentationChain.create(List.of(config), RATE, RATE))
                .getMessage();
        assertTrue(
                message.startsWith(
                        "tarsos: be.tarsos.dsp.effects.DelayEffect with {argument_1=0.0, argument_2=0.5} fails:"
                                + " java.lang.ArrayIndexOutOfBoundsException"),
                message);
    }

    @Test
    void refusesWhatGrowsWithoutBound() {
        TarsosConfig config =
                new TarsosConfig(1, "be.tarsos.dsp.effects.DelayEffect", List.of("0.001", "9", "sample_rate_hz"));
        String message = assertThrows(
                        IllegalArgumentException.class, () -> AugmentationChain.create(List.of(config), RATE, RATE))
                .getMessage();
        assertTrue(message.contains("Infinity, expected a finite number; choose other arguments"), message);
    }

    private static float[] view(String effect, String... arguments) throws IOException {
        return render(Music.samples(), effect, arguments);
    }

    private static float[] render(float[] samples, String effect, String... arguments) {
        TarsosConfig config = new TarsosConfig(1, effect, List.of(arguments));
        AugmentationChain.create(List.of(config), RATE, samples.length).apply(samples, RandomStream.of(0));
        return samples;
    }

    private static float[] sine(double hz) {
        float[] sine = new float[RATE];
        for (int i = 0; i < RATE; i++) {
            sine[i] = (float) Math.sin(2 * Math.PI * hz * i / RATE);
        }
        return sine;
    }

    private static double power(float[] samples) {
        double squares = 0;
        for (float sample : samples) {
            squares += (double) sample * sample;
        }
        return squares / samples.length;
    }
}
