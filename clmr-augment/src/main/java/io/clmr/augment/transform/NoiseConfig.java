package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Adds white Gaussian noise.
 *
 * @param kind which of the two ranges is drawn from
 * @param relativeStd standard deviation of the noise over that of the waveform (v2, where it is misnamed an SNR)
 * @param snrDb power of the waveform over that of the noise; the sum is clipped to full scale (v1)
 */
public record NoiseConfig(double p, Kind kind, Range relativeStd, Range snrDb) implements TransformConfig {
    static final String NAME = "noise";

    /** How the level of the noise is given. */
    public enum Kind {
        RELATIVE_STD,
        SNR
    }

    public NoiseConfig {
        Probability.check(NAME, p);
        Noise.RELATIVE_STD.check(NAME, relativeStd);
        ClippedNoise.SNR_DB.check(NAME, snrDb);
    }

    public static NoiseConfig defaults() {
        return new NoiseConfig(0.01, Kind.RELATIVE_STD, new Range(0.0001, 0.01), new Range(40, 40));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        int seed = stream.uniformInt(0, Integer.MAX_VALUE);
        return kind == Kind.RELATIVE_STD
                ? new Noise(relativeStd.draw(stream), seed)
                : new ClippedNoise(snrDb.draw(stream), seed);
    }
}
