package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/**
 * Adds Gaussian noise whose standard deviation is a fraction of the waveform's own; the sum is not clamped.
 *
 * @param seed of the noise itself, so that the effect can be repeated
 */
record Noise(double relativeStd, int seed) implements Effect {
    static final Parameter RELATIVE_STD = Parameter.real("relative_std", 0, 1);
    static final Parameter SEED = Parameter.whole("seed", 0, Integer.MAX_VALUE).withFallback(0);
    static final OperationType TYPE = new OperationType(
            "noise",
            List.of(RELATIVE_STD, SEED),
            arguments -> new Noise(arguments.real(RELATIVE_STD), arguments.whole(SEED)));

    Noise {
        RELATIVE_STD.check("noise", relativeStd);
        SEED.check("noise", seed);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(relativeStd, seed);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        double std = relativeStd * unbiasedStd(samples);
        RandomStream noise = RandomStream.of(seed);
        for (int i = 0; i < samples.length; i++) {
            samples[i] += (float) (std * noise.nextGaussian());
        }
    }

    /** Returns the standard deviation over N - 1. Differs from CLMR: 0, not NaN, for a single sample. */
    static double unbiasedStd(float[] samples) {
        if (samples.length == 1) {
            return 0;
        }
        double sum = 0;
        for (float sample : samples) {
            sum += sample;
        }
        double mean = sum / samples.length;
        double squares = 0;
        for (float sample : samples) {
            squares += (sample - mean) * (sample - mean);
        }
        return Math.sqrt(squares / (samples.length - 1));
    }
}
