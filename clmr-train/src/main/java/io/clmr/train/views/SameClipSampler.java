package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import java.util.function.IntUnaryOperator;

/** Cuts the positive from anywhere in the anchor's own clip, as the paper does. */
record SameClipSampler(IntUnaryOperator lastOffsets) implements PositiveSampler {

    @Override
    public Crop draw(Crop anchor, RandomStream stream) {
        return Crop.anywhere(anchor.track(), lastOffsets, stream);
    }
}
