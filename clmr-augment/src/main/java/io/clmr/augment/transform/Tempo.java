package io.clmr.augment.transform;

import io.clmr.augment.Operation;
import io.clmr.augment.OperationType;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.PitchShifter;
import java.util.List;
import java.util.Map;

/** The first stage of {@link Pitch} alone: changes the length by 2^(cents / 1200) and keeps the pitch. */
record Tempo(int cents) implements Operation {
    static final OperationType TYPE =
            new OperationType("tempo", List.of(Pitch.CENTS), arguments -> new Tempo(arguments.whole(Pitch.CENTS)));

    Tempo {
        Pitch.CENTS.check("tempo", cents);
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
    public float[] render(float[] samples, Workbench bench) {
        bench.requireUsable(samples);
        return PitchShifter.of(bench).stretch(samples, cents);
    }
}
