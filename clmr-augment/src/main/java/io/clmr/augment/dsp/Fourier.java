package io.clmr.augment.dsp;

/** The discrete Fourier transform of complex arrays whose size is a power of four. */
final class Fourier {
    private final int size;
    private final FourierPasses passes;
    private final Twiddles[] twiddles;

    /** @param size 256, 1024, 4096 and so on; the passes of smaller ones would not fill a vector */
    Fourier(int size, FourierPasses passes) {
        if (size < 256 || Integer.bitCount(size) != 1 || Integer.numberOfTrailingZeros(size) % 2 != 0) {
            throw new IllegalArgumentException("size is " + size + ", expected a power of 4 from 256 up");
        }
        this.size = size;
        this.passes = passes;
        twiddles = new Twiddles[Integer.numberOfTrailingZeros(size) / 2 - 1];
        for (int pass = 0; pass < twiddles.length; pass++) {
            twiddles[pass] = passes.twiddles(size, 1 << (2 * pass));
        }
    }

    int size() {
        return size;
    }

    /**
     * Transforms an array.
     *
     * @param x is lost
     * @param spare scratch memory of the same size
     * @return the one of the two that holds the result
     */
    ComplexArray forward(ComplexArray x, ComplexArray spare) {
        ComplexArray from = x;
        ComplexArray to = spare;
        for (int pass = 0; pass < twiddles.length; pass++) {
            passes.combine(from.re(), from.im(), 1 << (2 * pass), twiddles[pass], to.re(), to.im());
            ComplexArray done = to;
            to = from;
            from = done;
        }
        passes.last(from.re(), from.im(), to.re(), to.im());
        return to;
    }

    /** Transforms back, without dividing by the size: forward with real and imaginary parts exchanged. */
    ComplexArray inverse(ComplexArray x, ComplexArray spare) {
        ComplexArray from = x;
        ComplexArray to = spare;
        for (int pass = 0; pass < twiddles.length; pass++) {
            passes.combine(from.im(), from.re(), 1 << (2 * pass), twiddles[pass], to.im(), to.re());
            ComplexArray done = to;
            to = from;
            from = done;
        }
        passes.last(from.im(), from.re(), to.im(), to.re());
        return to;
    }

    /** Multiplies two spectra. */
    void multiply(ComplexArray x, ComplexArray y, ComplexArray product) {
        passes.multiply(x.re(), x.im(), y.re(), y.im(), product.re(), product.im());
    }
}
