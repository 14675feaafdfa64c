package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import java.util.function.IntUnaryOperator;

/** Cuts the positive from anywhere in another clip that belongs to the anchor's, or in the anchor's own if none does. */
record PartnerSampler(IntUnaryOperator lastOffsets, Partners partners) implements PositiveSampler {

    @Override
    public Crop draw(Crop anchor, RandomStream stream) {
        int track = partners.has(anchor.track()) ? partners.draw(anchor.track(), stream) : anchor.track();
        return Crop.anywhere(track, lastOffsets, stream);
    }
}
