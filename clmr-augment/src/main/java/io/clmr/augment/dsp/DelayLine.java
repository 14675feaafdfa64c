package io.clmr.augment.dsp;

import java.util.Arrays;

/**
 * A buffer that hands out what was put in a fixed number of samples ago.
 *
 * <p>Samples lie in a row: while a block of up to {@link #BLOCK} is worked on, sample t of it is read at index t and what goes
 * in is written at index t + length. {@link #advance} then moves the rest to the front.
 */
final class DelayLine {
    static final int BLOCK = 1024;

    /** Blocks are worked on in tiles of this many samples, so no line is shorter. */
    static final int TILE = 16;

    private float[] samples = new float[BLOCK];
    private int length;

    /** Empties the line and sets its length, at least {@link #TILE}. */
    void reset(int length) {
        if (length < TILE) {
            throw new IllegalArgumentException("delay is " + length + " samples, expected at least " + TILE);
        }
        this.length = length;
        if (samples.length < length + BLOCK) {
            samples = new float[length + BLOCK];
        }
        Arrays.fill(samples, 0, length, 0f);
    }

    int length() {
        return length;
    }

    float[] samples() {
        return samples;
    }

    void advance(int count) {
        System.arraycopy(samples, count, samples, 0, length);
    }
}
