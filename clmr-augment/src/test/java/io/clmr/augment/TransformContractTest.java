package io.clmr.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every transform of the registry has to keep, those found by ServiceLoader included. */
class TransformContractTest {
    private static final int[] SAMPLE_RATES_HZ = {8000, 16000, 22050};
    private static final BackgroundSource BACKGROUND =
            BackgroundSource.of(List.of(TestSignals.noise(7, 0.5, 9000), TestSignals.sine(440, 0.5, 22050, 3000)));

    static List<TransformProvider> providers() {
        return TransformRegistry.load().providers();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void staysFiniteWhateverComes(TransformProvider provider) {
        for (int sampleRateHz : SAMPLE_RATES_HZ) {
            AugmentationChain chain = always(provider, sampleRateHz, 6000);
            for (int length : new int[] {1, 2, 100, 6000}) {
                TestSignals.hard(length).forEach((what, signal) -> {
                    for (int seed = 0; seed < 3; seed++) {
                        float[] view = signal.clone();
                        List<AppliedTransform> drawn = chain.apply(view, RandomStream.of(seed));
                        String where = provider.name() + " " + drawn.get(0).parameters() + " on " + what + " of "
                                + length + " samples at " + sampleRateHz + " Hz";
                        for (int i = 0; i < view.length; i++) {
                            assertTrue(Float.isFinite(view[i]), where + ": sample " + i + " is " + view[i]);
                        }
                    }
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void sameStreamGivesSameViewWhateverCameBefore(TransformProvider provider) {
        float[] first = TestSignals.noise(3, 0.8, 6000);
        float[] again = first.clone();
        always(provider, 22050, 6000).apply(first, RandomStream.of(11));
        AugmentationChain used = always(provider, 22050, 6000);
        for (int seed = 0; seed < 5; seed++) {
            used.apply(TestSignals.noise(seed, 1, 5000 + seed), RandomStream.of(seed));
        }
        used.apply(again, RandomStream.of(11));
        assertArrayEquals(first, again);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void drawsAgainWhatItPrints(TransformProvider provider) {
        Workbench bench = Workbench.create(22050, 6000).withBackground(BACKGROUND);
        float[] signal = TestSignals.noise(5, 0.8, 6000);
        for (int seed = 0; seed < 5; seed++) {
            Effect effect = provider.defaults().draw(RandomStream.of(seed));
            Map<String, Double> values = new HashMap<>();
            effect.parameters().forEach((name, value) -> values.put(name, value.doubleValue()));
            Operation rebuilt = TransformRegistry.load().operation(effect.type().name(), values);
            assertArrayEquals(effect.render(signal, bench), rebuilt.render(signal, bench));
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void appliesAsOftenAsItsProbabilitySays(TransformProvider provider) {
        TransformConfig config = provider.defaults();
        AugmentationChain chain = AugmentationChain.create(
                List.of(config), Workbench.create(22050, 1).withBackground(BACKGROUND));
        int draws = 10_000;
        int applied = 0;
        for (int seed = 0; seed < draws; seed++) {
            applied += chain.draw(RandomStream.of(99, seed)).get(0).applied() ? 1 : 0;
        }
        double deviation = Math.sqrt(config.p() * (1 - config.p()) / draws);
        assertEquals(config.p(), (double) applied / draws, 4 * deviation, provider.name()); // 1 in 16,000 by chance
    }

    @ParameterizedTest
    @MethodSource("providers")
    void drawsWithinTheConfiguredRanges(TransformProvider provider) throws ReflectiveOperationException {
        TransformConfig config = provider.defaults();
        for (int seed = 0; seed < 10_000; seed++) {
            Map<String, Number> drawn = config.draw(RandomStream.of(5, seed)).parameters();
            for (RecordComponent component : config.getClass().getRecordComponents()) {
                Number value = drawn.get(key(component));
                if (value != null) {
                    requireInside(component.getAccessor().invoke(config), value.doubleValue());
                }
            }
        }
    }

    private static AugmentationChain always(TransformProvider provider, int sampleRateHz, int maxSamples) {
        return AugmentationChain.create(
                List.of(new Always(provider.defaults())),
                Workbench.create(sampleRateHz, maxSamples).withBackground(BACKGROUND));
    }

    private static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static void requireInside(Object range, double value) {
        if (range instanceof Range real) {
            assertTrue(value >= real.min() && value <= real.max(), value + " in " + real);
        } else if (range instanceof IntRange whole) {
            assertTrue(value >= whole.min() && value <= whole.max(), value + " in " + whole);
        } else if (range instanceof Number fixed) {
            assertEquals(fixed.doubleValue(), value);
        }
    }

    private record Always(TransformConfig config) implements TransformConfig {
        @Override
        public String name() {
            return config.name();
        }

        @Override
        public double p() {
            return 1;
        }

        @Override
        public Effect draw(RandomStream stream) {
            return config.draw(stream);
        }

        @Override
        public void requireUsableOn(Workbench bench) {
            config.requireUsableOn(bench);
        }
    }
}
