package io.clmr.augment.dsp;

/**
 * Sines of equidistant angles, accurate to the last bits and the same on every machine.
 *
 * <p>Angles are given in half turns, so that they can be brought near zero exactly. Every sixteenth one is evaluated, those
 * between follow from the angle addition formulas, without any accumulation of errors. Owned by one thread, as it keeps
 * its tables.
 */
final class Sines {
    private static final int BLOCK = 16;

    private final double[] stepSin = new double[BLOCK];
    private final double[] stepCos = new double[BLOCK];

    /** Writes the sines and cosines of 0, 1, 2 ... count - 1 times the step, which is in half turns. */
    void fill(double step, double[] sines, double[] cosines, int count) {
        for (int k = 0; k < BLOCK; k++) {
            stepSin[k] = sin(k * step);
            stepCos[k] = sin(k * step + 0.5);
        }
        for (int block = 0; block < count; block += BLOCK) {
            double sin = sin(block * step);
            double cos = sin(block * step + 0.5);
            for (int k = 0; k < BLOCK && block + k < count; k++) {
                sines[block + k] = sin * stepCos[k] + cos * stepSin[k];
                cosines[block + k] = cos * stepCos[k] - sin * stepSin[k];
            }
        }
    }

    private static double sin(double halfTurns) {
        long quarters = Math.round(2 * halfTurns);
        double angle = Math.PI * (halfTurns - 0.5 * quarters);
        double magnitude = (quarters & 1) == 0 ? angle * series(angle, 17) : series(angle, 18);
        return (quarters & 2) == 0 ? magnitude : -magnitude;
    }

    /**
     * Sums {@code 1 - x^2 / (n - 1) n + ...} by Horner's rule: the cosine of an angle of up to an eighth of a turn if the last n
     * is even, the sine over the angle if it is odd. Eighteen factors leave out less than the last bit.
     *
     * <p>Differs from StrictMath in that it allocates nothing in any version of Java.
     */
    private static double series(double angle, int last) {
        double square = angle * angle;
        double sum = 1;
        for (int n = last; n > 1; n -= 2) {
            sum = 1 - square / (n * (n - 1)) * sum;
        }
        return sum;
    }
}
