package io.clmr.augment.dsp;

import io.clmr.augment.Workbench;
import java.util.Arrays;

/**
 * SoX's {@code tempo}: changes the length and keeps the pitch, by overlapping segments where they fit best (WSOLA).
 *
 * <p>A machine of the {@link Workbench}: results stay in it until the next call.
 */
public final class TempoStretcher {
    private static final double MIN_FACTOR = 0.5;
    private static final double MAX_FACTOR = 2;

    private final TempoShape shape;
    private final SpliceSearch search;
    private final SampleRounding rounding;
    private final float[] fade;
    private final float[] input;
    private final float[] output;
    private final int[] splices;
    private int segments;

    private TempoStretcher(Workbench bench) {
        shape = TempoShape.at(bench.sampleRateHz());
        search = bench.kernels().spliceSearch();
        rounding = bench.kernels().sampleRounding();
        fade = new float[shape.overlap()];
        float step = 1f / shape.overlap();
        for (int j = 0; j < fade.length; j++) {
            fade[j] = step * j;
        }
        int longest = length(bench.maxSamples(), MIN_FACTOR) + shape.segment();
        output = new float[longest];
        splices = new int[longest / shape.stride() + 1];
        input = new float[bench.maxSamples() + shape.needed(MAX_FACTOR) + shape.search() + 16];
    }

    /** Returns the workbench's stretcher. */
    public static TempoStretcher of(Workbench bench) {
        return bench.machine(TempoStretcher.class, TempoStretcher::new);
    }

    /** Returns how many samples come out. */
    public static int length(int samples, double factor) {
        return (int) (samples / factor + 0.5);
    }

    /**
     * Stretches the samples by 1 / factor.
     *
     * @param factor 0.5 (twice as long) to 2 (half as long)
     * @return the result, valid up to {@link #length}, kept until the next call
     */
    public float[] stretch(float[] samples, double factor) {
        if (!(factor >= MIN_FACTOR && factor <= MAX_FACTOR)) {
            throw new IllegalArgumentException(
                    "tempo factor is " + factor + ", allowed are " + MIN_FACTOR + " to " + MAX_FACTOR);
        }
        int lead = shape.search() / 2;
        System.arraycopy(samples, 0, input, lead, samples.length);
        rounding.bridge(input, lead, lead + samples.length);
        Arrays.fill(input, lead + samples.length, input.length, 0f);
        int wanted = length(samples.length, factor);
        int available = lead + samples.length;
        int needed = shape.needed(factor);
        int start = 0;
        int tail = 0;
        segments = 0;
        // Past the end of the input, silence is appended until enough has come out.
        while (start + needed <= available || segments * shape.stride() < wanted) {
            int offset = segments == 0 ? lead : search.best(input, start, tail, shape.overlap(), shape.search());
            place(start + offset, tail, segments * shape.stride());
            tail = start + offset + shape.stride();
            splices[segments++] = offset;
            start = shape.windowStart(factor, segments);
        }
        return output;
    }

    /** Returns the offset chosen in the search window of each segment of the last call. */
    int[] splices() {
        return Arrays.copyOf(splices, segments);
    }

    /** Copies a segment to the output, its start cross-faded with the end of the one before. */
    private void place(int from, int tail, int to) {
        int overlap = shape.overlap();
        if (to == 0) {
            System.arraycopy(input, from, output, to, overlap);
        } else {
            for (int j = 0; j < overlap; j++) {
                output[to + j] = input[tail + j] * (1 - fade[j]) + input[from + j] * fade[j];
            }
        }
        System.arraycopy(input, from + overlap, output, to + overlap, shape.stride() - overlap);
    }
}
