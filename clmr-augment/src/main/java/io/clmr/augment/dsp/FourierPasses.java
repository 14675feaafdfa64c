package io.clmr.augment.dsp;

/**
 * The radix-4 passes of a Stockham Fourier transform: each reads one pair of arrays and writes another, nothing is permuted.
 *
 * <p>With n' = size / stride points left to transform and p = 0 ... n'/4 - 1, q = 0 ... stride - 1, a pass combines the four
 * elements at q + stride * (p + k * n'/4) into those at q + stride * (4 * p + k), k = 0 ... 3.
 */
interface FourierPasses {

    /**
     * The pass of stride 1.
     *
     * @param spareRe scratch memory, as {@code spareIm}
     */
    void first(
            double[] re,
            double[] im,
            Twiddles twiddles,
            double[] spareRe,
            double[] spareIm,
            double[] outRe,
            double[] outIm);

    /** A pass between the first and the last, of stride 4, 16, 64 and so on. What it reads may be lost. */
    void middle(double[] re, double[] im, int stride, Twiddles twiddles, double[] outRe, double[] outIm);

    /** The pass that has only four points left, so that all its twiddle factors are 1. */
    void last(double[] re, double[] im, double[] outRe, double[] outIm);

    /** Multiplies two spectra element by element. */
    void multiply(double[] re, double[] im, double[] byRe, double[] byIm, double[] outRe, double[] outIm);
}
