package io.clmr.augment.dsp;

/** The discrete Fourier transform of complex arrays whose size is a power of four. Owns scratch memory. */
final class Fourier {
    private final int size;
    private final FourierPasses passes;
    private final Twiddles[] twiddles;
    private final double[] scratchRe;
    private final double[] scratchIm;

    /** @param size 16, 64, 256 and so on */
    Fourier(int size, FourierPasses passes) {
        if (size < 16 || Integer.bitCount(size) != 1 || Integer.numberOfTrailingZeros(size) % 2 != 0) {
            throw new IllegalArgumentException("size is " + size + ", expected a power of 4 from 16 up");
        }
        this.size = size;
        this.passes = passes;
        twiddles = new Twiddles[Integer.numberOfTrailingZeros(size) / 2 - 1];
        for (int pass = 0; pass < twiddles.length; pass++) {
            twiddles[pass] = Twiddles.of(size, 1 << (2 * pass));
        }
        scratchRe = new double[size];
        scratchIm = new double[size];
    }

    int size() {
        return size;
    }

    /** Transforms into other arrays; the input stays as it is. */
    void forward(double[] re, double[] im, double[] outRe, double[] outIm) {
        boolean toOut = twiddles.length % 2 == 0; // so that the last pass ends in the output
        if (toOut) {
            passes.first(re, im, twiddles[0], scratchRe, scratchIm, outRe, outIm);
        } else {
            passes.first(re, im, twiddles[0], outRe, outIm, scratchRe, scratchIm);
        }
        for (int pass = 1; pass < twiddles.length; pass++) {
            if (toOut) {
                passes.middle(outRe, outIm, 1 << (2 * pass), twiddles[pass], scratchRe, scratchIm);
            } else {
                passes.middle(scratchRe, scratchIm, 1 << (2 * pass), twiddles[pass], outRe, outIm);
            }
            toOut = !toOut;
        }
        passes.last(scratchRe, scratchIm, outRe, outIm);
    }

    /** Transforms back, without dividing by the size. */
    void inverse(double[] re, double[] im, double[] outRe, double[] outIm) {
        forward(im, re, outIm, outRe); // swapping the parts conjugates before and after, up to a factor that cancels
    }

    /** Multiplies two spectra. */
    void multiply(double[] re, double[] im, double[] byRe, double[] byIm, double[] outRe, double[] outIm) {
        passes.multiply(re, im, byRe, byIm, outRe, outIm);
    }
}
