package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/**
 * y = tanh(gain * x), brought back to the power it had; adds harmonics as an overdriven amplifier does.
 *
 * <p>As in audiomentations the gain follows from the waveform: the (100 - 99 * distortion)th percentile of the magnitudes
 * is raised to 0.5.
 */
record TanhDistortion(double distortion) implements Effect {
    static final Parameter DISTORTION = Parameter.real("distortion", 0, 1);
    static final OperationType TYPE = new OperationType(
            "tanh_distortion", List.of(DISTORTION), arguments -> new TanhDistortion(arguments.real(DISTORTION)));
    /** Keeps the gain finite where most samples are silent. */
    private static final double LEAST_THRESHOLD = 1e-6;

    TanhDistortion {
        DISTORTION.check("tanh_distortion", distortion);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(distortion);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        double before = Power.of(samples, samples.length);
        if (before == 0) {
            return;
        }
        double threshold = SortedSamples.ofMagnitudes(samples, bench).percentile(100 - 99 * distortion);
        double gain = 0.5 / (threshold + LEAST_THRESHOLD);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) StrictMath.tanh(gain * samples[i]);
        }
        double back = Math.sqrt(before / Power.of(samples, samples.length));
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (samples[i] * back);
        }
    }
}
