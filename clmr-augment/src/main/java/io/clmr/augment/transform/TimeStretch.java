package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.TempoStretcher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Plays the waveform faster or slower at the same pitch, by SoX's {@code tempo} (WSOLA), the first stage of {@link Pitch}.
 *
 * <p>The length stays: what is too long is cut, what is too short is followed by silence.
 *
 * @param rate above 1 is faster
 */
record TimeStretch(double rate) implements Effect {
    static final Parameter RATE = Parameter.real("rate", 0.5, 2);
    static final OperationType TYPE =
            new OperationType("time_stretch", List.of(RATE), arguments -> new TimeStretch(arguments.real(RATE)));

    TimeStretch {
        RATE.check("time_stretch", rate);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(rate);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        if (rate == 1) {
            return;
        }
        float[] stretched = TempoStretcher.of(bench).stretch(samples, rate);
        int kept = Math.min(samples.length, TempoStretcher.length(samples.length, rate));
        System.arraycopy(stretched, 0, samples, 0, kept);
        Arrays.fill(samples, kept, samples.length, 0f);
    }
}
