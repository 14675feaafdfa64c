package io.clmr.augment.dsp;

import java.util.Arrays;

/**
 * The sixteen parallel comb filters of the reverb: eight of the left channel, then eight of the right one.
 *
 * <p>Per sample x and comb: o leaves the delay line, {@code store = o + (store - o) * damping}, and {@code x + store *
 * feedback} enters the line; the output of a channel is the sum of its eight o, from the last comb to the first. All in
 * single precision, each operation rounded.
 */
final class CombBank {
    static final int CHANNEL = 8;
    static final int SIZE = 2 * CHANNEL;

    private final DelayLine[] lines = new DelayLine[SIZE];
    private final float[] stores = new float[SIZE];
    private float feedback;
    private float damping;

    CombBank() {
        Arrays.setAll(lines, comb -> new DelayLine());
    }

    /** Sets what all combs share and forgets what they have stored; the lines are reset one by one. */
    void reset(float feedback, float damping) {
        this.feedback = feedback;
        this.damping = damping;
        Arrays.fill(stores, 0f);
    }

    DelayLine line(int comb) {
        return lines[comb];
    }

    float[] stores() {
        return stores;
    }

    float feedback() {
        return feedback;
    }

    float damping() {
        return damping;
    }

    void advance(int count) {
        for (DelayLine line : lines) {
            line.advance(count);
        }
    }
}
