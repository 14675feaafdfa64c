package io.clmr.augment.dsp;

/**
 * Sines of equidistant angles, accurate to the last bits and the same on every machine.
 *
 * <p>Every sixteenth angle is evaluated, those between follow from the angle addition formulas without any accumulation of
 * errors. Owned by one thread, as it keeps its tables.
 */
final class Sines {
    private static final int BLOCK = 16;

    private final double[] stepSin = new double[BLOCK];
    private final double[] stepCos = new double[BLOCK];

    /** Writes {@code sin(k * step)} and {@code cos(k * step)} for k = 0 ... count - 1. */
    void fill(double step, double[] sines, double[] cosines, int count) {
        for (int k = 0; k < BLOCK; k++) {
            stepSin[k] = StrictMath.sin(k * step);
            stepCos[k] = StrictMath.cos(k * step);
        }
        for (int block = 0; block < count; block += BLOCK) {
            double angle = block * step;
            double sin = StrictMath.sin(angle);
            double cos = StrictMath.cos(angle);
            for (int k = 0; k < BLOCK && block + k < count; k++) {
                sines[block + k] = sin * stepCos[k] + cos * stepSin[k];
                cosines[block + k] = cos * stepCos[k] - sin * stepSin[k];
            }
        }
    }
}
