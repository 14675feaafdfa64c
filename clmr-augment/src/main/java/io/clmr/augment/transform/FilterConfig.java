package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Takes away the treble or the bass, a fair coin decides which.
 *
 * @param kind of the filter
 * @param lowPassHz what the cut-off of the low-pass is drawn from, uniformly
 * @param highPassHz what the cut-off of the high-pass is drawn from, uniformly
 * @param integer whether only whole frequencies are drawn
 */
public record FilterConfig(double p, Kind kind, Range lowPassHz, Range highPassHz, boolean integer)
        implements TransformConfig {
    static final String NAME = "filter";

    /** The two published codes filter differently. */
    public enum Kind {
        /** A windowed sinc of linear phase (v2). */
        SINC,
        /** A recursive filter of first order (v1). */
        ONE_POLE
    }

    public FilterConfig {
        Probability.check(NAME, p);
        CutOff.HZ.check(NAME + ": low pass", lowPassHz);
        CutOff.HZ.check(NAME + ": high pass", highPassHz);
        if (integer) {
            lowPassHz.requireWholeNumber(NAME + ": low pass", CutOff.HZ);
            highPassHz.requireWholeNumber(NAME + ": high pass", CutOff.HZ);
        }
    }

    public static FilterConfig defaults() {
        return new FilterConfig(0.8, Kind.SINC, new Range(2200, 4000), new Range(200, 1200), false);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        boolean highPass = stream.chance(0.5);
        Range range = highPass ? highPassHz : lowPassHz;
        double cutOffHz = integer ? range.drawWhole(stream) : range.draw(stream);
        return kind == Kind.SINC ? new SincFilter(highPass, cutOffHz) : new OnePoleFilter(highPass, cutOffHz);
    }

    @Override
    public void requireUsableAt(int sampleRateHz) {
        CutOff.requireBelowHalf(NAME + ": low pass", lowPassHz.max(), sampleRateHz);
        CutOff.requireBelowHalf(NAME + ": high pass", highPassHz.max(), sampleRateHz);
    }
}
