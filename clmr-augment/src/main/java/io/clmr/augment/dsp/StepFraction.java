package io.clmr.augment.dsp;

/**
 * A step of the rate converter as a fraction.
 *
 * @param denominator up to 2048; 0 if there is no such fraction
 */
record StepFraction(int numerator, int denominator) {
    private static final int MAX_DENOMINATOR = 2048;
    private static final double FIXED_POINT = 0x1p32;

    /** Returns the first fraction that is as close to the step as 32 fractional bits are, or one that is not exact. */
    static StepFraction of(double step) {
        int whole = (int) step;
        double rest = step - whole;
        double tolerance = Math.abs((long) (rest * FIXED_POINT + 0.5) / (rest * FIXED_POINT) - 1);
        for (int i = 1; i <= MAX_DENOMINATOR; i++) {
            double wanted = rest * i;
            int rounded = (int) (wanted + 0.5);
            if (Math.abs(rounded / wanted - 1) <= tolerance) {
                return new StepFraction(i * whole + rounded, i);
            }
        }
        return new StepFraction(0, 0);
    }

    boolean isExact() {
        return denominator > 0;
    }

    double value() {
        return (double) numerator / denominator;
    }
}
