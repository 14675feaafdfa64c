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

    /**
     * Distance of the delay lines in their common array, a constant so that one index reaches all of them; enough for the
     * longest comb at 192 kHz. The odd tile keeps them in different sets of the processor's cache.
     */
    static final int LINE = 8192 + DelayLine.TILE;

    /** Distance of the combs' runs of stored samples, and the longest run. */
    static final int RUN = 256;

    private final ReverbFilters filters;
    private final float[] lines = new float[SIZE * LINE];
    private final float[] runs = new float[SIZE * RUN];
    private final int[] lengths = new int[SIZE];
    private final float[] stores = new float[SIZE];
    private float feedback;
    private float damping;
    private int run;

    CombBank(ReverbFilters filters) {
        this.filters = filters;
    }

    /** Empties all combs and sets their lengths, from {@link DelayLine#TILE} to {@link #LINE} less a block. */
    void reset(int[] lengths, float feedback, float damping) {
        this.feedback = feedback;
        this.damping = damping;
        Arrays.fill(stores, 0f);
        run = RUN;
        for (int comb = 0; comb < SIZE; comb++) {
            int length = lengths[comb];
            if (length < DelayLine.TILE || length > LINE - DelayLine.BLOCK) {
                throw new IllegalArgumentException("comb is " + length + " samples long, allowed are " + DelayLine.TILE
                        + " to " + (LINE - DelayLine.BLOCK));
            }
            this.lengths[comb] = length;
            Arrays.fill(lines, comb * LINE, comb * LINE + length, 0f);
            run = Math.min(run, length / DelayLine.TILE * DelayLine.TILE);
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
            filters.sum(lines, 0, at, length, left);
            filters.sum(lines, CHANNEL, at, length, right);
            damp(at, length);
            filters.feedBack(runs, feedback, input, at, lines, lengths, length);
        }
        for (int comb = 0; comb < SIZE; comb++) {
            System.arraycopy(lines, comb * LINE + count, lines, comb * LINE, lengths[comb]);
        }
    }

    /** Runs the low-passes, all side by side since each has to wait for its own last sample. */
    private void damp(int at, int length) {
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
            int from = at + t;
            runs[t] = store0 = damped(lines[from], store0);
            runs[t + RUN] = store1 = damped(lines[from + LINE], store1);
            runs[t + 2 * RUN] = store2 = damped(lines[from + 2 * LINE], store2);
            runs[t + 3 * RUN] = store3 = damped(lines[from + 3 * LINE], store3);
            runs[t + 4 * RUN] = store4 = damped(lines[from + 4 * LINE], store4);
            runs[t + 5 * RUN] = store5 = damped(lines[from + 5 * LINE], store5);
            runs[t + 6 * RUN] = store6 = damped(lines[from + 6 * LINE], store6);
            runs[t + 7 * RUN] = store7 = damped(lines[from + 7 * LINE], store7);
            runs[t + 8 * RUN] = store8 = damped(lines[from + 8 * LINE], store8);
            runs[t + 9 * RUN] = store9 = damped(lines[from + 9 * LINE], store9);
            runs[t + 10 * RUN] = store10 = damped(lines[from + 10 * LINE], store10);
            runs[t + 11 * RUN] = store11 = damped(lines[from + 11 * LINE], store11);
            runs[t + 12 * RUN] = store12 = damped(lines[from + 12 * LINE], store12);
            runs[t + 13 * RUN] = store13 = damped(lines[from + 13 * LINE], store13);
            runs[t + 14 * RUN] = store14 = damped(lines[from + 14 * LINE], store14);
            runs[t + 15 * RUN] = store15 = damped(lines[from + 15 * LINE], store15);
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

    private float damped(float out, float store) {
        return out + (store - out) * damping;
    }
}
