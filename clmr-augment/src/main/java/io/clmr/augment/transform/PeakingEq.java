package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.Biquad;
import java.util.List;
import java.util.Map;

/**
 * Raises or lowers a band around a frequency: the peaking filter of Bristow-Johnson's Audio EQ Cookbook; not clamped.
 *
 * @param q how narrow the band is
 */
record PeakingEq(double centreHz, double gainDb, double q) implements Effect {
    static final Parameter GAIN_DB = Parameter.real("gain_db", -60, 60);
    static final Parameter Q = Parameter.real("q", 0.1, 100).withFallback(1);
    static final OperationType TYPE = new OperationType(
            "peaking_eq",
            List.of(Centre.HZ, GAIN_DB, Q),
            arguments -> new PeakingEq(arguments.real(Centre.HZ), arguments.real(GAIN_DB), arguments.real(Q)));

    PeakingEq {
        Centre.HZ.check("peaking_eq", centreHz);
        GAIN_DB.check("peaking_eq", gainDb);
        Q.check("peaking_eq", q);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(centreHz, gainDb, q);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        Centre.requireBelowHalf("peaking_eq", centreHz, bench.sampleRateHz());
        Biquad.peaking(centreHz, gainDb, q, bench.sampleRateHz()).apply(samples, samples, samples.length);
    }
}
