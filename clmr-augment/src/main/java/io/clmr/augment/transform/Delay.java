package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/**
 * y[t] = (x[t] + volume * x[t - offset]) / 2, silence before the start.
 *
 * <p>The dry part is halved too. Differs from CLMR, which fails on a view not longer than the delay: here no echo has come
 * yet and all is x / 2.
 */
record Delay(int delayMs, double volume) implements Effect {
    static final Parameter DELAY_MS = Parameter.whole("delay_ms", 1, 60000);
    static final Parameter VOLUME = Parameter.real("volume", 0, 1).withFallback(0.5);
    static final OperationType TYPE = new OperationType(
            "delay",
            List.of(DELAY_MS, VOLUME),
            arguments -> new Delay(arguments.whole(DELAY_MS), arguments.real(VOLUME)));

    Delay {
        DELAY_MS.check("delay", delayMs);
        VOLUME.check("delay", volume);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(delayMs, volume);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        int offset = (int) (delayMs * (bench.sampleRateHz() / 1000.0));
        float echo = (float) volume;
        for (int t = samples.length - 1; t >= offset; t--) { // backwards, since the echo is of samples not yet changed
            samples[t] = (samples[t] + echo * samples[t - offset]) / 2;
        }
        for (int t = Math.min(offset, samples.length) - 1; t >= 0; t--) {
            samples[t] /= 2;
        }
    }
}
