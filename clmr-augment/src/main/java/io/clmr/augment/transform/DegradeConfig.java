package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.IntRange;
import io.clmr.augment.RandomStream;
import io.clmr.augment.TransformConfig;

/**
 * Lowers sample rate and bit depth, as Resample and BitCrush of audiomentations. 24 bits, or a rate that the waveform does
 * not have, switch the one or the other off.
 *
 * @param bits what the bit depth is drawn from
 * @param sampleRateHz what the lower sample rate is drawn from
 */
public record DegradeConfig(double p, IntRange bits, IntRange sampleRateHz) implements TransformConfig {
    static final String NAME = "degrade";

    public DegradeConfig {
        Probability.check(NAME, p);
        Degrade.BITS.check(NAME, bits);
        Degrade.SAMPLE_RATE_HZ.check(NAME, sampleRateHz);
    }

    public static DegradeConfig defaults() {
        return new DegradeConfig(0.5, new IntRange(5, 10), new IntRange(4000, 16000));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new Degrade(bits.draw(stream), sampleRateHz.draw(stream));
    }
}
