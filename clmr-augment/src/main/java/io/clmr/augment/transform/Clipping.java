package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/**
 * Clips the loudest samples to the waveform's own percentiles, half of them at the top and half at the bottom.
 *
 * @param percent of the samples that are clipped
 */
record Clipping(double percent) implements Effect {
    static final Parameter PERCENT = Parameter.real("percent", 0, 100);
    static final OperationType TYPE =
            new OperationType("clipping", List.of(PERCENT), arguments -> new Clipping(arguments.real(PERCENT)));

    Clipping {
        PERCENT.check("clipping", percent);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(percent);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        SortedSamples sorted = SortedSamples.of(samples, bench);
        float low = (float) sorted.percentile(percent / 2);
        float high = (float) sorted.percentile(100 - percent / 2);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = Math.max(low, Math.min(high, samples[i]));
        }
    }
}
