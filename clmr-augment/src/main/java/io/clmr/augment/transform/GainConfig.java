package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Changes the level.
 *
 * @param gainDb what is drawn from, uniformly
 * @param integer whether only whole decibels are drawn
 */
public record GainConfig(double p, Range gainDb, boolean integer) implements TransformConfig {
    static final String NAME = "gain";

    public GainConfig {
        Probability.check(NAME, p);
        Gain.GAIN_DB.check(NAME, gainDb);
        if (integer) {
            gainDb.requireWholeNumber(NAME, Gain.GAIN_DB);
        }
    }

    public static GainConfig defaults() {
        return new GainConfig(0.3, new Range(-20, -1), false);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new Gain(integer ? gainDb.drawWhole(stream) : gainDb.draw(stream));
    }
}
