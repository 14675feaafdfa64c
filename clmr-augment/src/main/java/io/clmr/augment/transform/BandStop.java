package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.Biquad;
import java.util.List;
import java.util.Map;

/**
 * Takes away a band around a frequency: the notch of Bristow-Johnson's Audio EQ Cookbook.
 *
 * @param relativeWidth distance of the two frequencies at half power, over the centre
 */
record BandStop(double centreHz, double relativeWidth) implements Effect {
    static final Parameter RELATIVE_WIDTH = Parameter.real("relative_width", 0.01, 10);
    static final OperationType TYPE = new OperationType(
            "band_stop",
            List.of(Centre.HZ, RELATIVE_WIDTH),
            arguments -> new BandStop(arguments.real(Centre.HZ), arguments.real(RELATIVE_WIDTH)));

    BandStop {
        Centre.HZ.check("band_stop", centreHz);
        RELATIVE_WIDTH.check("band_stop", relativeWidth);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(centreHz, relativeWidth);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        Centre.requireBelowHalf("band_stop", centreHz, bench.sampleRateHz());
        Biquad.notch(centreHz, 1 / relativeWidth, bench.sampleRateHz()).apply(samples, samples, samples.length);
    }
}
