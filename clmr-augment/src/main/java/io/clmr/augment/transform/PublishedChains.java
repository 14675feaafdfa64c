package io.clmr.augment.transform;

import io.clmr.augment.IntRange;
import io.clmr.augment.Range;
import io.clmr.augment.Recipe;
import io.clmr.augment.TransformConfig;
import java.util.List;

/** The chains of the two published codes. */
public final class PublishedChains {
    private PublishedChains() {}

    /** Returns the steps of a published code. */
    public static List<TransformConfig> of(Recipe recipe) {
        return recipe == Recipe.CLMR_V1 ? v1() : v2();
    }

    private static List<TransformConfig> v1() {
        IntRange percent = new IntRange(1, 100);
        return List.of(
                PolarityConfig.defaults(),
                new NoiseConfig(0.0, NoiseConfig.Kind.SNR, new Range(0.01, 0.01), new Range(40, 40)),
                new GainConfig(0.3, new Range(-20, -1), true),
                new FilterConfig(0.8, FilterConfig.Kind.ONE_POLE, new Range(2200, 4000), new Range(200, 1200), true),
                new DelayConfig(0.3, new IntRange(200, 450), 50, 0.2),
                PitchConfig.defaults(),
                new ReverbConfig(0.6, percent, percent, percent));
    }

    private static List<TransformConfig> v2() {
        return List.of(
                PolarityConfig.defaults(),
                NoiseConfig.defaults(),
                GainConfig.defaults(),
                FilterConfig.defaults(),
                DelayConfig.defaults(),
                PitchConfig.defaults(),
                ReverbConfig.defaults());
    }
}
