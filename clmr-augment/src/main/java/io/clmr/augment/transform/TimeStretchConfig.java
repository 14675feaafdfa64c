package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Changes the tempo and keeps pitch and length, as TimeStretch of audiomentations with its length unchanged.
 *
 * @param rate what the tempo is drawn from, above 1 is faster
 */
public record TimeStretchConfig(double p, Range rate) implements TransformConfig {
    static final String NAME = "time_stretch";

    public TimeStretchConfig {
        Probability.check(NAME, p);
        TimeStretch.RATE.check(NAME, rate);
    }

    public static TimeStretchConfig defaults() {
        return new TimeStretchConfig(0.5, new Range(0.8, 1.25));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new TimeStretch(rate.draw(stream));
    }
}
