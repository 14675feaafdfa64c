package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.OperationType;
import io.clmr.augment.Parameter;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Workbench;
import java.util.List;
import java.util.Map;

/**
 * Adds Gaussian noise of a given signal-to-noise power ratio and clips the sum to full scale, as the code of 2020 did.
 *
 * @param seed of the noise itself, so that the effect can be repeated
 */
record ClippedNoise(double snrDb, int seed) implements Effect {
    static final Parameter SNR_DB = Parameter.real("snr_db", 0, 200);
    static final OperationType TYPE = new OperationType(
            "clipped_noise",
            List.of(SNR_DB, Noise.SEED),
            arguments -> new ClippedNoise(arguments.real(SNR_DB), arguments.whole(Noise.SEED)));

    ClippedNoise {
        SNR_DB.check("clipped_noise", snrDb);
        Noise.SEED.check("clipped_noise", seed);
    }

    @Override
    public OperationType type() {
        return TYPE;
    }

    @Override
    public Map<String, Number> parameters() {
        return TYPE.describe(snrDb, seed);
    }

    @Override
    public void apply(float[] samples, Workbench bench) {
        double std = Math.sqrt(power(samples) * StrictMath.pow(10, -snrDb / 10));
        RandomStream noise = RandomStream.of(seed);
        for (int i = 0; i < samples.length; i++) {
            float sum = samples[i] + (float) (std * noise.nextGaussian());
            samples[i] = Math.max(-1f, Math.min(1f, sum));
        }
    }

    private static double power(float[] samples) {
        double squares = 0;
        for (float sample : samples) {
            squares += (double) sample * sample;
        }
        return squares / samples.length;
    }
}
