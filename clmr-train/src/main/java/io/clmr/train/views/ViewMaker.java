package io.clmr.train.views;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Workbench;
import java.io.IOException;

/**
 * Makes single views: a random crop of a track, sent through the chain.
 *
 * <p>A view depends on seed, epoch, track and its number only, so any thread may make any view. Owns scratch memory;
 * one thread, one maker.
 */
final class ViewMaker {

    private final TrainingSet tracks;
    private final ViewSettings settings;
    private final AugmentationChain chain;
    private final float[] samples;

    ViewMaker(TrainingSet tracks, ViewSettings settings) {
        this.tracks = tracks;
        this.settings = settings;
        Workbench bench = Workbench.create(tracks.sampleRateHz(), settings.windowSamples());
        chain = AugmentationChain.create(settings.augment(), bench.withBackground(tracks::fillFromAny));
        samples = new float[settings.windowSamples()];
    }

    /**
     * Makes a view.
     *
     * @param view 0 or 1
     * @return [windowSamples]; the same array each time
     */
    float[] make(int track, long epoch, int view) throws IOException {
        RandomStream stream = RandomStream.forView(settings.seed(), epoch, tracks.key(track), view);
        int lastOffset = Math.toIntExact(tracks.samples(track) - samples.length);
        tracks.read(track, stream.uniformInt(0, lastOffset), samples);
        if (view == 0 || settings.augmentSecond()) {
            chain.apply(samples, stream);
        }
        return samples;
    }
}
