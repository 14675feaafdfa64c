package io.clmr.augment.dsp;

import java.util.Arrays;

/**
 * The sixteen parallel comb filters of the reverb: eight of the left channel, then eight of the right one.
 *
 * <p>Per sample x and comb: o leaves the delay line, {@code store = o + (store - o) * damping}, and {@code x + store *
 * feedback} enters the line; the output of a channel is the sum of its eight o, from the last comb to the first. All in
 * single precision, each operation rounded.
 *
 * <p>No line being shorter than a tile, a run of samples can be taken from all lines before any is put in. Only the low-pass
 * has to go sample by sample; what comes before and after it does not.
 */
final class CombBank {
    static final int CHANNEL = 8;
    static final int SIZE = 2 * CHANNEL;

    /** Samples of one comb in {@link #run(int)}. */
    static final int RUN = 64;

    private final ReverbFilters filters;
    private final DelayLine[] lines = new DelayLine[SIZE];
    private final float[] stores = new float[SIZE];
    private final float[] runs = new float[SIZE * RUN];
    private float feedback;
    private float damping;
    private int run;

    CombBank(ReverbFilters filters) {
        this.filters = filters;
        Arrays.setAll(lines, comb -> new DelayLine());
    }

    /** Empties all combs and sets their lengths. */
    void reset(int[] lengths, float feedback, float damping) {
        this.feedback = feedback;
        this.damping = damping;
        Arrays.fill(stores, 0f);
        run = RUN;
        for (int comb = 0; comb < SIZE; comb++) {
            lines[comb].reset(lengths[comb]);
            run = Math.min(run, lengths[comb] / DelayLine.TILE * DelayLine.TILE);
        }
    }

    /**
     * Filters a block.
     *
     * @param count a multiple of {@link DelayLine#TILE} up to {@link DelayLine#BLOCK}
     */
    void apply(float[] input, float[] left, float[] right, int count) {
        for (int at = 0; at < count; at += run) {
            int length = Math.min(run, count - at);
            filters.collect(lines, 0, at, length, runs, left);
            filters.collect(lines, CHANNEL, at, length, runs, right);
            damp(0, length);
            damp(CHANNEL, length);
            filters.feedBack(lines, runs, feedback, input, at, length);
        }
        for (DelayLine line : lines) {
            line.advance(count);
        }
    }

    /** Runs the low-passes of one channel, side by side since each has to wait for its own last sample. */
    private void damp(int first, int length) {
        float store0 = stores[first];
        float store1 = stores[first + 1];
        float store2 = stores[first + 2];
        float store3 = stores[first + 3];
        float store4 = stores[first + 4];
        float store5 = stores[first + 5];
        float store6 = stores[first + 6];
        float store7 = stores[first + 7];
        int start = first * RUN;
        for (int t = start; t < start + length; t++) {
            store0 = damped(runs, t, store0);
            store1 = damped(runs, t + RUN, store1);
            store2 = damped(runs, t + 2 * RUN, store2);
            store3 = damped(runs, t + 3 * RUN, store3);
            store4 = damped(runs, t + 4 * RUN, store4);
            store5 = damped(runs, t + 5 * RUN, store5);
            store6 = damped(runs, t + 6 * RUN, store6);
            store7 = damped(runs, t + 7 * RUN, store7);
        }
        stores[first] = store0;
        stores[first + 1] = store1;
        stores[first + 2] = store2;
        stores[first + 3] = store3;
        stores[first + 4] = store4;
        stores[first + 5] = store5;
        stores[first + 6] = store6;
        stores[first + 7] = store7;
    }

    private float damped(float[] samples, int at, float store) {
        float out = samples[at];
        float stored = out + (store - out) * damping;
        samples[at] = stored;
        return stored;
    }
}
