package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.PitchShifter;
import java.util.List;
import java.util.Map;

/** SoX's {@code pitch} followed by {@code rate}: the tempo is changed, then resampling changes it back with the pitch. */
record Pitch(int cents) implements Effect {
    /** Beyond a fifth SoX's rate converter is built differently. */
    static final Parameter CENTS = Parameter.whole("cents", -700, 700);

    static final OperationType TYPE =
            new OperationType("pitch", List.of(CENTS), arguments -> new Pitch(arguments.whole(CENTS)));

    Pitch {
        CENTS.check("pitch", cents);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(cents);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        PitchShifter.of(bench).shift(samples, cents);
    }
}
