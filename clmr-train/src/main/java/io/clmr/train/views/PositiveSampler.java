package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import java.util.function.IntUnaryOperator;

/**
 * Chooses the crops that are positives of an anchor.
 *
 * <p>Nothing but the anchor and the stream decides, so any thread may ask for any view.
 */
interface PositiveSampler {

    /**
     * Draws a positive.
     *
     * @param anchor the crop of the track's first view
     * @param stream of the view that is to be made; the chain draws from it afterwards
     */
    Crop draw(Crop anchor, RandomStream stream);

    /**
     * Creates the sampler that is asked for.
     *
     * @param lastOffsets where the last window of each track begins
     * @throws IllegalArgumentException if the set knows nothing of what is asked for, see {@link
     *     TrainingSet#checkPositives}
     */
    static PositiveSampler create(PositivesConfig config, TrainingSet tracks, IntUnaryOperator lastOffsets) {
        tracks.checkPositives(config);
        return config.joinsClips()
                ? new PartnerSampler(lastOffsets, tracks.relations().partners(config.name()))
                : ofOwnClip(config, lastOffsets, tracks.sampleRateHz());
    }

    /** Creates a sampler that needs no other clip than the anchor's. */
    static PositiveSampler ofOwnClip(PositivesConfig config, IntUnaryOperator lastOffsets, int sampleRateHz) {
        return switch (config.name()) {
            case SAME_CLIP -> new SameClipSampler(lastOffsets);
            case NEIGHBOUR -> new NeighbourSampler(lastOffsets, sampleRateHz, config.distanceS());
            case SAME_SONG, SAME_ALBUM, SAME_ARTIST, PAIRS ->
                throw new IllegalArgumentException(
                        "positives.name is " + config.name().key() + ", which takes other clips than the anchor's");
        };
    }
}
