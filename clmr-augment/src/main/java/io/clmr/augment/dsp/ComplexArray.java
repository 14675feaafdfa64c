package io.clmr.augment.dsp;

/** Complex numbers, real and imaginary parts apart. */
record ComplexArray(double[] re, double[] im) {

    static ComplexArray ofSize(int size) {
        return new ComplexArray(new double[size], new double[size]);
    }
}
