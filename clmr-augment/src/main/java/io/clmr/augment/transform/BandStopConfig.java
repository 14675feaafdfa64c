package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Takes away a band, as BandStopFilter of audiomentations.
 *
 * @param centreHz what the middle of the band is drawn from; up to 3500, so that it can be used from 8 kHz on
 * @param relativeWidth what the width of the band over its centre is drawn from
 */
public record BandStopConfig(double p, Range centreHz, Range relativeWidth) implements TransformConfig {
    static final String NAME = "band_stop";

    public BandStopConfig {
        Probability.check(NAME, p);
        Centre.HZ.check(NAME, centreHz);
        BandStop.RELATIVE_WIDTH.check(NAME, relativeWidth);
    }

    public static BandStopConfig defaults() {
        return new BandStopConfig(0.5, new Range(200, 3500), new Range(0.5, 1.99));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new BandStop(centreHz.draw(stream), relativeWidth.draw(stream));
    }

    @Override
    public void requireUsableAt(int sampleRateHz) {
        Centre.requireBelowHalf(NAME, centreHz.max(), sampleRateHz);
    }
}
