package io.clmr.train.views;

import io.clmr.augment.TransformConfig;
import java.util.List;

/**
 * What decides a view beside its track, epoch and number.
 *
 * @param seed of the run
 * @param windowSamples length of a view
 * @param augment the chain of transforms in order; may be empty
 * @param augmentLater whether the views after the first are transformed too, and not only cropped
 * @param positives where the views after the first are cut from
 * @param views of a track, at least 1
 */
public record ViewSettings(
        long seed,
        int windowSamples,
        List<TransformConfig> augment,
        boolean augmentLater,
        PositivesConfig positives,
        int views) {

    public ViewSettings {
        if (windowSamples < 1) {
            throw new IllegalArgumentException("windowSamples is " + windowSamples + ", expected at least 1");
        }
        if (views < 1) {
            throw new IllegalArgumentException("views is " + views + ", expected at least 1");
        }
        augment = List.copyOf(augment);
    }

    /** Describes two views, both cut from one clip. */
    public ViewSettings(long seed, int windowSamples, List<TransformConfig> augment, boolean augmentLater) {
        this(seed, windowSamples, augment, augmentLater, PositivesConfig.defaults(), 2);
    }

    /** Returns the same with other positives. */
    public ViewSettings withPositives(PositivesConfig other) {
        return new ViewSettings(seed, windowSamples, augment, augmentLater, other, views);
    }

    /** Returns the same with another number of views. */
    public ViewSettings withViews(int count) {
        return new ViewSettings(seed, windowSamples, augment, augmentLater, positives, count);
    }
}
