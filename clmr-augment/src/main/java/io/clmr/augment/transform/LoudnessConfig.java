package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Scales the waveform to a drawn loudness, as LoudnessNormalization of audiomentations.
 *
 * @param targetLufs what the loudness is drawn from (ITU-R BS.1770-4)
 */
public record LoudnessConfig(double p, Range targetLufs) implements TransformConfig {
    static final String NAME = "loudness";

    public LoudnessConfig {
        Probability.check(NAME, p);
        LoudnessNormalization.TARGET_LUFS.check(NAME, targetLufs);
    }

    public static LoudnessConfig defaults() {
        return new LoudnessConfig(0.5, new Range(-31, -13));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new LoudnessNormalization(targetLufs.draw(stream));
    }
}
