package io.clmr.augment.transform;

import io.clmr.augment.Effect;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;

/**
 * Distorts softly, as TanhDistortion of audiomentations.
 *
 * @param distortion what the strength is drawn from, 0 (hardly any) to 1
 */
public record TanhDistortionConfig(double p, Range distortion) implements TransformConfig {
    static final String NAME = "tanh_distortion";

    public TanhDistortionConfig {
        Probability.check(NAME, p);
        TanhDistortion.DISTORTION.check(NAME, distortion);
    }

    public static TanhDistortionConfig defaults() {
        return new TanhDistortionConfig(0.5, new Range(0.01, 0.7));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Effect draw(RandomStream stream) {
        return new TanhDistortion(distortion.draw(stream));
    }
}
