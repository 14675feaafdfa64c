package io.clmr.augment.dsp;

/**
 * A recursive filter of second order, y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y'', silence before the start.
 *
 * <p>The designs are those of Bristow-Johnson's Audio EQ Cookbook (W3C Note, 2021): analogue prototypes by the bilinear
 * transform, the given frequency being met exactly.
 */
public record Biquad(double b0, double b1, double b2, double a1, double a2) {
    /** Far below the last bit of any float output; keeps a fading tail out of the slow denormal numbers. */
    private static final double NEGLIGIBLE = 1e-30;

    /** Returns the cookbook's notch: nothing passes at the centre, half the power at the edges, which lie centre / q apart. */
    public static Biquad notch(double centreHz, double q, int sampleRateHz) {
        double angle = angle(centreHz, sampleRateHz);
        double cos = StrictMath.cos(angle);
        double alpha = StrictMath.sin(angle) / (2 * q);
        return normalised(1, -2 * cos, 1, 1 + alpha, -2 * cos, 1 - alpha);
    }

    /** Returns the cookbook's peaking filter: the gain at the centre, none far from it. */
    public static Biquad peaking(double centreHz, double gainDb, double q, int sampleRateHz) {
        double angle = angle(centreHz, sampleRateHz);
        double cos = StrictMath.cos(angle);
        double alpha = StrictMath.sin(angle) / (2 * q);
        double root = StrictMath.pow(10, gainDb / 40);
        return normalised(1 + alpha * root, -2 * cos, 1 - alpha * root, 1 + alpha / root, -2 * cos, 1 - alpha / root);
    }

    /** Filters in place; input and output may be the same array. */
    public void apply(float[] input, float[] output, int length) {
        double first = 0; // transposed direct form 2: two states instead of four
        double second = 0;
        for (int i = 0; i < length; i++) {
            double x = input[i];
            double y = b0 * x + first;
            first = b1 * x - a1 * y + second;
            second = b2 * x - a2 * y;
            if (Math.abs(first) < NEGLIGIBLE && Math.abs(second) < NEGLIGIBLE) {
                first = 0;
                second = 0;
            }
            output[i] = (float) y;
        }
    }

    private static double angle(double hz, int sampleRateHz) {
        if (!(hz > 0 && hz < sampleRateHz / 2.0)) {
            throw new IllegalArgumentException("filter frequency is " + hz + " Hz, expected above 0 and below "
                    + sampleRateHz / 2.0 + ", half the sample rate");
        }
        return 2 * Math.PI * hz / sampleRateHz;
    }

    static Biquad normalised(double b0, double b1, double b2, double a0, double a1, double a2) {
        return new Biquad(b0 / a0, b1 / a0, b2 / a0, a1 / a0, a2 / a0);
    }
}
