package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Clips the loudest samples, as ClippingDistortion of audiomentations.
 *
 * @param percent what the share of clipped samples is drawn from
 */
public record ClippingConfig(double p, Range percent) implements TransformConfig {
    static final String NAME = "clipping";

    public ClippingConfig {
        Probability.check(NAME, p);
        Clipping.PERCENT.check(NAME, percent);
    }

    public static ClippingConfig defaults() {
        return new ClippingConfig(0.5, new Range(0, 40));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new Clipping(percent.draw(stream));
    }
}
