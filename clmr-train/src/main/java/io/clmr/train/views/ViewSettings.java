package io.clmr.train.views;

import io.clmr.augment.TransformConfig;
import java.util.List;

/**
 * What decides a view beside its track, epoch and number.
 *
 * @param seed of the run
 * @param windowSamples length of a view
 * @param augment the chain of transforms in order; may be empty
 * @param augmentSecond whether the second view is transformed too, and not only cropped
 * @param positives where the second view is cut from
 */
public record ViewSettings(
        long seed, int windowSamples, List<TransformConfig> augment, boolean augmentSecond, PositivesConfig positives) {

    public ViewSettings {
        if (windowSamples < 1) {
            throw new IllegalArgumentException("windowSamples is " + windowSamples + ", expected at least 1");
        }
        augment = List.copyOf(augment);
    }

    /** Describes views of which both are cut from one clip. */
    public ViewSettings(long seed, int windowSamples, List<TransformConfig> augment, boolean augmentSecond) {
        this(seed, windowSamples, augment, augmentSecond, PositivesConfig.defaults());
    }

    /** Returns the same with other positives. */
    public ViewSettings withPositives(PositivesConfig other) {
        return new ViewSettings(seed, windowSamples, augment, augmentSecond, other);
    }
}
