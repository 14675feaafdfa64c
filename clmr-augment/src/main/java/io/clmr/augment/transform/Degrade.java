package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.Workbench;
import io.clmr.augment.dsp.RateReducer;
import java.util.List;
import java.util.Map;

/**
 * What an old sampler keeps: a lower sample rate, then fewer bits, clipped to full scale.
 *
 * @param bits of a sample, sign included: at most 2^bits values are left
 * @param sampleRateHz the rate the waveform is taken down to and back up from; one not below its own changes nothing
 */
record Degrade(int bits, int sampleRateHz) implements Effect {
    static final Parameter BITS = Parameter.whole("bits", 1, 24);
    static final Parameter SAMPLE_RATE_HZ = Parameter.whole("sample_rate_hz", 1000, 192000);
    static final OperationType TYPE = new OperationType(
            "degrade",
            List.of(BITS, SAMPLE_RATE_HZ),
            arguments -> new Degrade(arguments.whole(BITS), arguments.whole(SAMPLE_RATE_HZ)));

    Degrade {
        BITS.check("degrade", bits);
        SAMPLE_RATE_HZ.check("degrade", sampleRateHz);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(bits, sampleRateHz);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        bench.machine(RateReducer.class, RateReducer::new).reduce(samples, sampleRateHz);
        float steps = 1 << (bits - 1); // a power of two, so that scaling there and back is exact
        for (int i = 0; i < samples.length; i++) {
            double rounded = Math.rint(samples[i] * steps);
            samples[i] = (float) Math.max(-steps, Math.min(steps - 1, rounded)) / steps;
        }
    }
}
