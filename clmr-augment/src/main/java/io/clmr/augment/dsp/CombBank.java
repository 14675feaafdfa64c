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
    static final int RUN = 256;

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
            damp(length);
            filters.feedBack(lines, runs, feedback, input, at, length);
        }
        for (DelayLine line : lines) {
            line.advance(count);
        }
    }

    /** Runs the low-passes, all side by side since each has to wait for its own last sample. */
    private void damp(int length) {
        float store0 = stores[0];
        float store1 = stores[1];
        float store2 = stores[2];
        float store3 = stores[3];
        float store4 = stores[4];
        float store5 = stores[5];
        float store6 = stores[6];
        float store7 = stores[7];
        float store8 = stores[8];
        float store9 = stores[9];
        float store10 = stores[10];
        float store11 = stores[11];
        float store12 = stores[12];
        float store13 = stores[13];
        float store14 = stores[14];
        float store15 = stores[15];
        for (int t = 0; t < length; t++) {
            store0 = damped(t, store0);
            store1 = damped(t + RUN, store1);
            store2 = damped(t + 2 * RUN, store2);
            store3 = damped(t + 3 * RUN, store3);
            store4 = damped(t + 4 * RUN, store4);
            store5 = damped(t + 5 * RUN, store5);
            store6 = damped(t + 6 * RUN, store6);
            store7 = damped(t + 7 * RUN, store7);
            store8 = damped(t + 8 * RUN, store8);
            store9 = damped(t + 9 * RUN, store9);
            store10 = damped(t + 10 * RUN, store10);
            store11 = damped(t + 11 * RUN, store11);
            store12 = damped(t + 12 * RUN, store12);
            store13 = damped(t + 13 * RUN, store13);
            store14 = damped(t + 14 * RUN, store14);
            store15 = damped(t + 15 * RUN, store15);
        }
        stores[0] = store0;
        stores[1] = store1;
        stores[2] = store2;
        stores[3] = store3;
        stores[4] = store4;
        stores[5] = store5;
        stores[6] = store6;
        stores[7] = store7;
        stores[8] = store8;
        stores[9] = store9;
        stores[10] = store10;
        stores[11] = store11;
        stores[12] = store12;
        stores[13] = store13;
        stores[14] = store14;
        stores[15] = store15;
    }

    private float damped(int at, float store) {
        float out = runs[at];
        float stored = out + (store - out) * damping;
        runs[at] = stored;
        return stored;
    }
}
