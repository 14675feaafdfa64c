package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformConfig;

/** Turns the waveform upside down. */
public record PolarityConfig(double p) implements TransformConfig {
    static final String NAME = "polarity";

    public PolarityConfig {
        Probability.check(NAME, p);
    }

    public static PolarityConfig defaults() {
        return new PolarityConfig(0.8);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new Polarity();
    }
}
