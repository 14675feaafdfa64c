package io.clmr.cli.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.AppliedTransform;
import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each recipe sets, and that it is what the chain then draws and does. */
class RecipesTest {

    private static final int RATE = 22050;
    private static final int DRAWS = 4000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.normalize              | dataset | none",
                "model.projection_dim         | 128     | 64",
                "model.sample_rate_hz         | 22050   | 22050",
                "augment_views                | both    | both",
                "loss.name                    | nt_xent | nt_xent",
                "loss.temperature             | 0.5     | 0.5",
                "optimizer.name               | adam    | adam",
                "optimizer.learning_rate      | 0.0003  | 0.0003",
                "optimizer.weight_decay       | 0.0     | 0.0",
                "schedule.name                | constant | constant",
                "train.one_clip_per_song      | false   | false",
                "probe.train_windows          | all     | random_one",
                "probe.average                | logit   | sigmoid"
            })
    void setsThePublishedValue(String key, String first, String second) {
        assertEquals(first, ConfigPrinter.flat(config("clmr-v1")).get(key));
        assertEquals(second, ConfigPrinter.flat(config("clmr-v2")).get(key));
    }

    @ParameterizedTest
    @CsvSource({
        "clmr-v1, polarity, 0.8", "clmr-v1, noise, 0.0", "clmr-v1, gain, 0.3", "clmr-v1, filter, 0.8",
        "clmr-v1, delay, 0.3", "clmr-v1, pitch, 0.6", "clmr-v1, reverb, 0.6", "clmr-v2, polarity, 0.8",
        "clmr-v2, noise, 0.01", "clmr-v2, gain, 0.3", "clmr-v2, filter, 0.8", "clmr-v2, delay, 0.3",
        "clmr-v2, pitch, 0.6", "clmr-v2, reverb, 0.6"
    })
    void appliesEachTransformAsOftenAsPublished(String recipe, String transform, double p) {
        long applied = draws(recipe)
                .filter(step -> step.name().equals(transform) && step.applied())
                .count();
        assertEquals(p, applied / (double) DRAWS, 6 * Math.sqrt(p * (1 - p) / DRAWS)); // six standard deviations
    }

    @Test
    void firstRecipeDrawsWholeDecibelsTheSecondAny() {
        Set<Double> first = drawn("clmr-v1", "gain", "gain_db");
        assertEquals(range(-20, -1), wholes(first));
        assertEquals(20, first.size());
        Set<Double> second = drawn("clmr-v2", "gain", "gain_db");
        assertTrue(second.size() > 1000 && second.stream().allMatch(db -> db >= -20 && db <= -1), second.toString());
    }

    @Test
    void firstRecipeFiltersByOnePoleAtWholeFrequenciesTheSecondBySinc() {
        assertEquals(Set.of("one_pole_low_pass", "one_pole_high_pass"), operations("clmr-v1", "filter"));
        assertEquals(Set.of("low_pass", "high_pass"), operations("clmr-v2", "filter"));
        Set<Double> first = drawn("clmr-v1", "filter", "cutoff_hz");
        assertEquals(first.size(), wholes(first).size());
        assertTrue(first.stream().allMatch(hz -> hz >= 200 && hz <= 1200 || hz >= 2200 && hz <= 4000));
        Set<Double> second = drawn("clmr-v2", "filter", "cutoff_hz");
        assertTrue(second.stream().anyMatch(hz -> hz != Math.rint(hz)));
        assertTrue(second.stream().allMatch(hz -> hz >= 200 && hz <= 1200 || hz >= 2200 && hz <= 4000));
    }

    @ParameterizedTest
    @CsvSource({"clmr-v1, 0.2", "clmr-v2, 0.5"})
    void delaysBySixTimesAtThePublishedVolume(String recipe, double volume) {
        assertEquals(Set.of(200.0, 250.0, 300.0, 350.0, 400.0, 450.0), drawn(recipe, "delay", "delay_ms"));
        assertEquals(Set.of(volume), drawn(recipe, "delay", "volume"));
        float[] impulse = new float[RATE];
        impulse[0] = 1;
        List<AppliedTransform> steps = apply(impulse, only(recipe, "delay"), 1);
        int offset = (int) (steps.get(0).parameters().get("delay_ms").intValue() * (RATE / 1000.0));
        float[] expected = new float[RATE];
        expected[0] = 0.5f;
        expected[offset] = (float) volume / 2;
        assertArrayEquals(expected, impulse, 1e-7f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clmr-v1", "clmr-v2"})
    void shiftsByWholeCentsUpToAFifth(String recipe) {
        Set<Double> cents = drawn(recipe, "pitch", "cents");
        assertEquals(cents.size(), wholes(cents).size());
        assertTrue(cents.stream().allMatch(shift -> Math.abs(shift) <= 700));
        assertTrue(
                cents.stream().anyMatch(shift -> shift < -600) && cents.stream().anyMatch(shift -> shift > 600));
    }

    @ParameterizedTest
    @CsvSource({"clmr-v1, 1, 100", "clmr-v2, 0, 99"})
    void reverberatesWithinThePublishedPercentages(String recipe, int min, int max) {
        for (String parameter : List.of("reverberance", "damping", "room_scale")) {
            assertEquals(range(min, max), wholes(drawn(recipe, "reverb", parameter)), parameter);
        }
    }

    @Test
    void firstNoiseIsFortyDecibelsBelowAndClipped() {
        TransformConfig noise = only("clmr-v1", "noise", "augment.noise.p=1");
        float[] quiet = new float[RATE];
        Arrays.fill(quiet, 0.5f);
        apply(quiet, noise, 3);
        double power = IntStream.range(0, RATE)
                .mapToDouble(i -> (quiet[i] - 0.5) * (quiet[i] - 0.5))
                .average()
                .orElseThrow();
        assertEquals(40, 10 * Math.log10(0.25 / power), 0.2); // one standard deviation over a second is 0.04 dB
        float[] full = new float[RATE];
        Arrays.fill(full, 1);
        apply(full, noise, 3);
        assertTrue(IntStream.range(0, RATE).allMatch(i -> full[i] <= 1));
        assertTrue(IntStream.range(0, RATE).anyMatch(i -> full[i] < 1));
    }

    @Test
    void secondNoiseIsRelativeToTheCropsDeviationAndNotClipped() {
        assertEquals(Set.of("noise"), operations("clmr-v2", "noise"));
        TransformConfig noise =
                only("clmr-v2", "noise", "augment.noise.p=1", "augment.noise.relative_std=[0.01, 0.01]");
        float[] square = new float[RATE];
        for (int i = 0; i < RATE; i++) {
            square[i] = i % 2 == 0 ? 1 : -1;
        }
        float[] noisy = square.clone();
        apply(noisy, noise, 3);
        double power = IntStream.range(0, RATE)
                .mapToDouble(i -> Math.pow(noisy[i] - square[i], 2))
                .average()
                .orElseThrow();
        assertEquals(0.01, Math.sqrt(power), 0.0005);
        assertTrue(IntStream.range(0, RATE).anyMatch(i -> Math.abs(noisy[i]) > 1));
    }

    private static ClmrConfig config(String recipe, String... assignments) {
        return ConfigLoader.load(
                        Optional.empty(),
                        Stream.concat(Stream.of("recipe=" + recipe), Arrays.stream(assignments))
                                .map(Assignment::parse)
                                .toList())
                .config();
    }

    private static TransformConfig only(String recipe, String transform, String... assignments) {
        return config(recipe, assignments).pretrain().augment().stream()
                .filter(step -> step.name().equals(transform))
                .findFirst()
                .orElseThrow();
    }

    /** Applies one transform from a stream in which it is applied. */
    private static List<AppliedTransform> apply(float[] samples, TransformConfig transform, long seed) {
        AugmentationChain chain = AugmentationChain.create(List.of(transform), RATE, samples.length);
        List<AppliedTransform> drawn = IntStream.range(0, 1000)
                .mapToObj(i -> chain.draw(RandomStream.of(seed, i)))
                .filter(steps -> steps.get(0).applied())
                .findFirst()
                .orElseThrow();
        chain.apply(samples, drawn);
        return drawn;
    }

    private static Stream<AppliedTransform> draws(String recipe) {
        AugmentationChain chain =
                AugmentationChain.create(config(recipe).pretrain().augment(), RATE, 59049);
        return IntStream.range(0, DRAWS).boxed().flatMap(i -> chain.draw(RandomStream.of(42, i)).stream());
    }

    private static Set<Double> drawn(String recipe, String transform, String parameter) {
        return draws(recipe)
                .filter(step -> step.name().equals(transform) && step.applied())
                .map(step -> value(step.parameters(), parameter))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static double value(Map<String, Number> parameters, String name) {
        return Optional.ofNullable(new TreeMap<>(parameters).get(name))
                .orElseThrow(() -> new AssertionError(name + " is not among " + parameters))
                .doubleValue();
    }

    private static Set<String> operations(String recipe, String transform) {
        return draws(recipe)
                .filter(step -> step.name().equals(transform))
                .flatMap(step -> step.operation().stream())
                .collect(Collectors.toSet());
    }

    private static Set<Integer> range(int min, int max) {
        return IntStream.rangeClosed(min, max).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Integer> wholes(Set<Double> values) {
        return values.stream()
                .filter(value -> value == Math.rint(value))
                .map(Double::intValue)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
