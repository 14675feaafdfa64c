package io.clmr.augment.dsp;

import java.util.Arrays;

/**
 * Filters two blocks of a waveform at once, the one as real and the other as imaginary part of a Fourier transform.
 *
 * <p>Fill {@link #first} and {@link #second}, call {@link #transform}, then {@link #filter} with each filter of interest; its
 * results are the new first and second. The convolution is circular: of 2 H + 1 taps, the first 2 H results are no use.
 *
 * <p>Three arrays change places, so that as much as possible stays in the processor's first cache.
 */
final class BlockPair {
    private final Fourier fourier;
    private final float[] cut;
    private ComplexArray blocks;
    private ComplexArray spectrum;
    private ComplexArray spare;

    BlockPair(int size, FourierPasses passes) {
        fourier = new Fourier(size, passes);
        cut = new float[size];
        blocks = ComplexArray.ofSize(size);
        spectrum = ComplexArray.ofSize(size);
        spare = ComplexArray.ofSize(size);
    }

    int size() {
        return fourier.size();
    }

    double[] first() {
        return blocks.re();
    }

    double[] second() {
        return blocks.im();
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

    /** Finds the spectrum of the blocks, which are lost. */
    void transform() {
        ComplexArray other = blocks;
        ComplexArray result = fourier.forward(blocks, spare);
        if (result == spare) {
            spare = other;
        }
        blocks = spectrum;
        spectrum = result;
    }

    /** Makes the filtered blocks; the spectrum stays for further filters. */
    void filter(ComplexArray taps) {
        fourier.multiply(spectrum, taps, blocks);
        ComplexArray result = fourier.inverse(blocks, spare);
        if (result == spare) {
            spare = blocks;
            blocks = result;
        }
    }

    /**
     * Takes the first {@code count} numbers of {@link #first} as a filter; the blocks are lost.
     *
     * @param taps receives the filter as {@link #filter} needs it
     */
    void takeTaps(int count, ComplexArray taps) {
        double scale = 1.0 / size(); // which a transform and its inverse multiply by
        for (int i = 0; i < count; i++) {
            first()[i] *= scale;
        }
        Arrays.fill(first(), count, size(), 0);
        Arrays.fill(second(), 0);
        transform();
        System.arraycopy(spectrum.re(), 0, taps.re(), 0, size());
        System.arraycopy(spectrum.im(), 0, taps.im(), 0, size());
    }
}
