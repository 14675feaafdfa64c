package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import java.util.function.IntUnaryOperator;

/**
 * Cuts the positive from the anchor's neighbourhood, as MULE does within 5 s (McCallum et al. 2022).
 *
 * <p>The distance between the two starts is uniform over the range, and earlier or later decided by a fair coin. Where
 * the crop would leave the clip on that side it lies on the other; where it would on both, at the clip's end that is
 * farther away. So the distance is the drawn one unless the clip is too short for it on either side.
 */
record NeighbourSampler(IntUnaryOperator lastOffsets, int sampleRateHz, Range distanceS) implements PositiveSampler {

    @Override
    public Crop draw(Crop anchor, RandomStream stream) {
        double seconds = distanceS.draw(stream);
        boolean later = stream.chance(0.5);
        long distance = Math.min(Integer.MAX_VALUE, Math.round(seconds * sampleRateHz));
        int last = lastOffsets.applyAsInt(anchor.track());
        return new Crop(anchor.track(), start(anchor.offsetSamples(), distance, later, last));
    }

    /**
     * Returns where the positive starts.
     *
     * @param anchor start of the anchor, 0 to {@code last}
     * @param distance in samples, from 0
     * @param later whether it shall lie behind the anchor, if it fits there
     * @param last the last start in the clip
     */
    static int start(int anchor, long distance, boolean later, int last) {
        boolean fitsLater = anchor + distance <= last;
        boolean fitsEarlier = anchor - distance >= 0;
        if (fitsLater && (later || !fitsEarlier)) {
            return Math.toIntExact(anchor + distance);
        }
        if (fitsEarlier) {
            return Math.toIntExact(anchor - distance);
        }
        return last - anchor >= anchor ? last : 0;
    }
}
