package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/** y = x times the gain, clamped to full scale, which bites only on input beyond it or on a gain above 0 dB. */
record Gain(double gainDb) implements Effect {
    static final Parameter GAIN_DB = Parameter.real("gain_db", -120, 60);
    static final OperationType TYPE =
            new OperationType("gain", List.of(GAIN_DB), arguments -> new Gain(arguments.real(GAIN_DB)));

    Gain {
        GAIN_DB.check("gain", gainDb);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(gainDb);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        float factor = (float) StrictMath.pow(10, gainDb / 20);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.max(-1f, Math.min(1f, samples[i] * factor));
        }
    }
}
