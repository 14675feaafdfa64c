package io.clmr.augment.dsp;

/**
 * The radix-4 passes of a Stockham Fourier transform: each reads one pair of arrays and writes another, nothing is permuted.
 *
 * <p>With n' = size / stride points left to transform and p = 0 ... n'/4 - 1, q = 0 ... stride - 1, a pass combines the four
 * elements at q + stride * (p + k * n'/4) into those at q + stride * (4 * p + k), k = 0 ... 3. Between two passes an
 * implementation may keep its own order.
 */
interface FourierPasses {

    /** Returns the twiddle factors of a pass, in the order in which these passes need them. */
    Twiddles twiddles(int size, int stride);

    /** Any pass but the last, of stride 1, 4, 16 and so on. What it reads may be lost. */
    void combine(double[] re, double[] im, int stride, Twiddles twiddles, double[] outRe, double[] outIm);

    /** The pass that has only four points left, so that all its twiddle factors are 1. */
    void last(double[] re, double[] im, double[] outRe, double[] outIm);

    /** Multiplies two spectra element by element. */
    void multiply(double[] re, double[] im, double[] byRe, double[] byIm, double[] outRe, double[] outIm);
}
