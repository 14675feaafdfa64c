package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/** A recursive filter of first order, Zölzer's in DAFX (chapter 2), which Essentia and so the code of 2020 uses. */
record OnePoleFilter(boolean highPass, double cutOffHz) implements Effect {
    static final OperationType LOW_PASS = new OperationType(
            "one_pole_low_pass", List.of(CutOff.HZ), arguments -> new OnePoleFilter(false, arguments.real(CutOff.HZ)));
    static final OperationType HIGH_PASS = new OperationType(
            "one_pole_high_pass", List.of(CutOff.HZ), arguments -> new OnePoleFilter(true, arguments.real(CutOff.HZ)));
    /** Far below the last bit of any float output; keeps a fading tail out of the slow denormal numbers. */
    private static final double NEGLIGIBLE = 1e-30;

    OnePoleFilter {
        CutOff.HZ.check(highPass ? "one_pole_high_pass" : "one_pole_low_pass", cutOffHz);
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
        // c = (tan(a) - 1) / (tan(a) + 1), written so that it stays finite up to half the sample rate
        double angle = Math.PI * cutOffHz / bench.sampleRateHz();
        double sin = StrictMath.sin(angle);
        double cos = StrictMath.cos(angle);
        double c = (sin - cos) / (sin + cos);
        double b0 = highPass ? (1 - c) / 2 : (1 + c) / 2;
        double b1 = highPass ? (c - 1) / 2 : (1 + c) / 2;
        double previous = 0;
        double y = 0;
        for (int i = 0; i < samples.length; i++) {
            double x = samples[i];
            y = b0 * x + b1 * previous - c * y;
            if (Math.abs(y) < NEGLIGIBLE) {
                y = 0;
            }
            previous = x;
            samples[i] = (float) y;
        }
    }
}
