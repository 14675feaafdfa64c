package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Decides which window of which track a view is cut from: a function of seed, epoch, track key and number alone. */
public final class ViewCrops {

    private final ViewSettings settings;
    private final IntFunction<String> keys;
    private final IntUnaryOperator lastOffsets;
    private final PositiveSampler positives;

    private ViewCrops(
            ViewSettings settings, IntFunction<String> keys, IntUnaryOperator lastOffsets, PositiveSampler positives) {
        this.settings = settings;
        this.keys = keys;
        this.lastOffsets = lastOffsets;
        this.positives = positives;
    }

    /**
     * Prepares for the tracks of a set.
     *
     * @throws IllegalArgumentException if nothing is known of the positives that are asked for
     */
    public static ViewCrops of(ViewSettings settings, TrainingSet tracks) {
        IntUnaryOperator lastOffsets = track -> tracks.lastOffset(track, settings.windowSamples());
        return new ViewCrops(
                settings, tracks::key, lastOffsets, PositiveSampler.create(settings.positives(), tracks, lastOffsets));
    }

    /**
     * Prepares for one track, numbered 0, that stands for itself.
     *
     * @param samples its length, at least a window
     * @throws IllegalArgumentException if its positives would be cut from other tracks
     */
    public static ViewCrops ofTrack(ViewSettings settings, String key, int samples, int sampleRateHz) {
        IntUnaryOperator lastOffsets = track -> samples - settings.windowSamples();
        return new ViewCrops(
                settings,
                track -> key,
                lastOffsets,
                PositiveSampler.ofOwnClip(settings.positives(), lastOffsets, sampleRateHz));
    }

    /** Returns the stream that decides a view: its crop is drawn first, then the chain draws. */
    public RandomStream stream(int track, long epoch, int view) {
        return RandomStream.forView(settings.seed(), epoch, keys.apply(track), view);
    }

    /**
     * Draws where a view is cut.
     *
     * @param view 0, the anchor, or one of its positives
     * @param stream the view's own, from its start
     */
    public Crop draw(int track, long epoch, int view, RandomStream stream) {
        return view == 0 ? anywhere(track, stream) : positives.draw(anywhere(track, stream(track, epoch, 0)), stream);
    }

    private Crop anywhere(int track, RandomStream stream) {
        return Crop.anywhere(track, lastOffsets, stream);
    }
}
