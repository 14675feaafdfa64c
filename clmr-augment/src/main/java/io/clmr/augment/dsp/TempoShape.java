package io.clmr.augment.dsp;

/**
 * The lengths that SoX's tempo effect works with, in samples; they depend on the sample rate alone.
 *
 * @param segment what is taken from the input at once
 * @param search number of places at which a segment may start
 * @param overlap length of the cross-fade, a multiple of 8
 */
record TempoShape(int segment, int search, int overlap) {
    private static final double SEGMENT_MS = 82;

    static TempoShape at(int sampleRateHz) {
        int segment = (int) (sampleRateHz * SEGMENT_MS / 1000 + 0.5);
        int search = (int) (sampleRateHz * (SEGMENT_MS / 5.587) / 1000 + 0.5);
        int overlap = (int) Math.max(sampleRateHz * (SEGMENT_MS / 6.833) / 1000 + 4.5, 16) & ~7;
        return new TempoShape(segment, search, 2 * overlap > segment ? overlap - 8 : overlap);
    }

    /** Returns how much each segment adds to the output. */
    int stride() {
        return segment - overlap;
    }

    /** Returns how many input samples must be there before a segment can be placed. */
    int needed(double factor) {
        return Math.max((int) Math.ceil(factor * stride()) + overlap, segment) + search;
    }

    /** Returns where the input window of a segment starts, in samples from the start of the padded input. */
    int windowStart(double factor, int segmentIndex) {
        return (int) (factor * ((long) segmentIndex * stride()) + 0.5);
    }
}
