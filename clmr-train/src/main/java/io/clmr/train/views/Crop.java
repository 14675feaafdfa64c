package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import java.util.function.IntUnaryOperator;

/**
 * A window of a track.
 *
 * @param track its number in the set
 * @param offsetSamples of its first sample
 */
public record Crop(int track, int offsetSamples) {

    /**
     * Draws a window of a track, each equally likely.
     *
     * @param lastOffsets where the last window of each track begins
     */
    static Crop anywhere(int track, IntUnaryOperator lastOffsets, RandomStream stream) {
        return new Crop(track, stream.uniformInt(0, lastOffsets.applyAsInt(track)));
    }
}
