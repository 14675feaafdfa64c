package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.Loudness;
import java.util.List;
import java.util.Map;

/**
 * Scales the waveform to a loudness, measured by ITU-R BS.1770-4 (K-weighted, gated); not clamped.
 *
 * <p>What is quieter than the standard's absolute gate, -70 LUFS, has no loudness and stays as it is.
 */
record LoudnessNormalization(double targetLufs) implements Effect {
    static final Parameter TARGET_LUFS = Parameter.real("target_lufs", -70, 0);
    static final OperationType TYPE = new OperationType(
            "loudness", List.of(TARGET_LUFS), arguments -> new LoudnessNormalization(arguments.real(TARGET_LUFS)));

    LoudnessNormalization {
        TARGET_LUFS.check("loudness", targetLufs);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(targetLufs);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        double lufs = bench.machine(Loudness.class, Loudness::new).measure(samples);
        if (lufs == Double.NEGATIVE_INFINITY) {
            return;
        }
        double factor = StrictMath.pow(10, (targetLufs - lufs) / 20);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (samples[i] * factor);
        }
    }
}
