package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/** y = -x; zeros become negative zeros. */
record Polarity() implements Effect {
    static final OperationType TYPE = new OperationType("polarity", List.of(), arguments -> new Polarity());

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe();
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = -samples[i];
        }
    }
}
