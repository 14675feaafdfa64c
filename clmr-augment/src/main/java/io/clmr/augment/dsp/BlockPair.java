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

    BlockPair(int size, FourierPasses passes) {
        fourier = new Fourier(size, passes);
        first = new double[size];
        second = new double[size];
        spectrumRe = new double[size];
        spectrumIm = new double[size];
        productRe = new double[size];
        productIm = new double[size];
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
