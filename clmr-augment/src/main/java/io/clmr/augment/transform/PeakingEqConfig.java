package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Raises or lowers a band, as PeakingFilter of audiomentations.
 *
 * @param centreHz what the middle of the band is drawn from; up to 3500, so that it can be used from 8 kHz on
 * @param gainDb what the gain at the centre is drawn from
 * @param q what the narrowness of the band is drawn from
 */
public record PeakingEqConfig(double p, Range centreHz, Range gainDb, Range q) implements TransformConfig {
    static final String NAME = "peaking_eq";

    public PeakingEqConfig {
        Probability.check(NAME, p);
        Centre.HZ.check(NAME, centreHz);
        PeakingEq.GAIN_DB.check(NAME, gainDb);
        PeakingEq.Q.check(NAME, q);
    }

    public static PeakingEqConfig defaults() {
        return new PeakingEqConfig(0.5, new Range(50, 3500), new Range(-24, 24), new Range(0.5, 5));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new PeakingEq(centreHz.draw(stream), gainDb.draw(stream), q.draw(stream));
    }

    @Override
    public void requireUsableAt(int sampleRateHz) {
        Centre.requireBelowHalf(NAME, centreHz.max(), sampleRateHz);
    }
}
