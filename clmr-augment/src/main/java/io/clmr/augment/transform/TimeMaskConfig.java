package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Silences a stretch somewhere in the waveform, as TimeMask of audiomentations.
 *
 * @param fraction of the waveform that is silenced
 * @param fadeMs length of the fades at either end of the stretch
 */
public record TimeMaskConfig(double p, Range fraction, double fadeMs) implements TransformConfig {
    static final String NAME = "time_mask";

    public TimeMaskConfig {
        Probability.check(NAME, p);
        TimeMask.FRACTION.check(NAME, fraction);
        TimeMask.FADE_MS.check(NAME, fadeMs);
    }

    public static TimeMaskConfig defaults() {
        return new TimeMaskConfig(0.5, new Range(0.01, 0.2), 5);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new TimeMask(fraction.draw(stream), stream.nextDouble(), fadeMs);
    }
}
