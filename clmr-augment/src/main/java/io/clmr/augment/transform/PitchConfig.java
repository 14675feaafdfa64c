package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.IntRange;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformConfig;

/**
 * Shifts the pitch and keeps the tempo.
 *
 * @param cents hundredths of a semitone, upwards if positive
 */
public record PitchConfig(double p, IntRange cents) implements TransformConfig {
    static final String NAME = "pitch";

    public PitchConfig {
        Probability.check(NAME, p);
        Pitch.CENTS.check(NAME, cents);
    }

    public static PitchConfig defaults() {
        return new PitchConfig(0.6, new IntRange(-700, 700));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new Pitch(cents.draw(stream));
    }
}
