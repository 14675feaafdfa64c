package io.clmr.augment.dsp;

import java.util.Arrays;

/**
 * Filters two blocks of a waveform at once, the one as real and the other as imaginary part of a Fourier transform.
 *
 * <p>Fill {@link #first} and {@link #second}, call {@link #transform}, then {@link #filter} with each filter of interest; its
 * results take the place of the blocks. The convolution is circular: of 2 H + 1 taps, the first 2 H results are no use.
 */
final class BlockPair {
    private final Fourier fourier;
    private final double[] first;
    private final double[] second;
    private final double[] spectrumRe;
    private final double[] spectrumIm;
    private final double[] productRe;
    private final double[] productIm;
    private final float[] cut;

    BlockPair(int size, FourierPasses passes) {
        fourier = new Fourier(size, passes);
        first = new double[size];
        second = new double[size];
        spectrumRe = new double[size];
        spectrumIm = new double[size];
        productRe = new double[size];
        productIm = new double[size];
        cut = new float[size];
    }

    /** A filter, ready to be applied. */
    static final class Taps {
        private final double[] re;
        private final double[] im;

        Taps(int size) {
            re = new double[size];
            im = new double[size];
        }
    }

    int size() {
        return first.length;
    }

    double[] first() {
        return first;
    }

    double[] second() {
        return second;
    }

    /**
     * Cuts as many samples as fit into a block out of a waveform of which only {@code count} are valid.
     *
     * @param before stands for all samples before the first one
     * @param after stands for all samples after the last one
     * @return the samples, valid until the next cut
     */
    float[] cut(float[] samples, int count, int from, float before, float after) {
        int start = Math.min(cut.length, Math.max(0, -from));
        int end = Math.max(start, Math.min(cut.length, count - from));
        Arrays.fill(cut, 0, start, before);
        if (end > start) {
            System.arraycopy(samples, from + start, cut, start, end - start);
        }
        Arrays.fill(cut, end, cut.length, after);
        return cut;
    }

    void transform() {
        fourier.forward(first, second, spectrumRe, spectrumIm);
    }

    void filter(Taps taps) {
        fourier.multiply(spectrumRe, spectrumIm, taps.re, taps.im, productRe, productIm);
        fourier.inverse(productRe, productIm, first, second);
    }

    /** Takes the first {@code count} numbers of {@link #first} as a filter; the blocks are lost. */
    void takeTaps(int count, Taps taps) {
        double scale = 1.0 / size(); // which a transform and its inverse multiply by
        for (int i = 0; i < count; i++) {
            first[i] *= scale;
        }
        Arrays.fill(first, count, size(), 0);
        Arrays.fill(second, 0);
        fourier.forward(first, second, taps.re, taps.im);
    }
}
