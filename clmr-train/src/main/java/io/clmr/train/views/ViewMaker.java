package io.clmr.train.views;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Workbench;
import java.io.IOException;

/**
 * Makes single views: a random crop of a track or of its positive, sent through the chain.
 *
 * <p>A view depends on seed, epoch, track and its number only, so any thread may make any view. Where its positive lies
 * relative to the anchor, the anchor's crop is drawn again. Owns scratch memory;
 * one thread, one maker.
 */
final class ViewMaker {

    private final TrainingSet tracks;
    private final ViewSettings settings;
    private final AugmentationChain chain;
    private final ViewCrops crops;
    private final float[] samples;

    ViewMaker(TrainingSet tracks, ViewSettings settings) {
        this.tracks = tracks;
        this.settings = settings;
        Workbench bench = Workbench.create(tracks.sampleRateHz(), settings.windowSamples());
        chain = AugmentationChain.create(settings.augment(), bench.withBackground(tracks::fillFromAny));
        crops = ViewCrops.of(settings, tracks);
        samples = new float[settings.windowSamples()];
    }

    /**
     * Makes a view.
     *
     * @param view 0, the anchor, or one of its positives
     * @return [windowSamples]; the same array each time
     */
    float[] make(int track, long epoch, int view) throws IOException {
        RandomStream stream = crops.stream(track, epoch, view);
        Crop crop = crops.draw(track, epoch, view, stream);
        read(crop, track);
        if (view == 0 || settings.augmentLater()) {
            chain.apply(samples, stream);
        }
        return samples;
    }

    private void read(Crop crop, int anchor) throws IOException {
        try {
            tracks.read(crop.track(), crop.offsetSamples(), samples);
        } catch (IOException e) {
            throw crop.track() == anchor
                    ? e
                    : new IOException("its positive " + tracks.key(crop.track()) + ": " + e.getMessage(), e);
        }
    }
}
