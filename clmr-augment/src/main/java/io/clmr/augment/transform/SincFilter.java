package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.SincConvolver;
import java.util.List;
import java.util.Map;

/** A windowed sinc with eight zero crossings on either side, unit gain at 0 Hz; high-pass = input minus low-pass. */
record SincFilter(boolean highPass, double cutOffHz) implements Effect {
    static final OperationType LOW_PASS = new OperationType(
            "low_pass", List.of(CutOff.HZ), arguments -> new SincFilter(false, arguments.real(CutOff.HZ)));
    static final OperationType HIGH_PASS = new OperationType(
            "high_pass", List.of(CutOff.HZ), arguments -> new SincFilter(true, arguments.real(CutOff.HZ)));

    SincFilter {
        CutOff.HZ.check(highPass ? "high_pass" : "low_pass", cutOffHz);
    }

    @Override
    public OperationType type() {
        return highPass ? HIGH_PASS : LOW_PASS;
    }

    @Override
    public Map<String, Number> parameters() {
        return type().describe(cutOffHz);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        CutOff.requireBelowHalf(type().name(), cutOffHz, bench.sampleRateHz());
        if (highPass) {
            SincConvolver.of(bench).highPass(samples, cutOffHz);
        } else {
            SincConvolver.of(bench).lowPass(samples, cutOffHz);
        }
    }
}
