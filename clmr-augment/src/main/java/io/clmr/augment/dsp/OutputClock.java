package io.clmr.augment.dsp;

import java.util.Arrays;

/**
 * Where among the doubled samples each output sample of the rate converter lies: exactly, if the step is a fraction, else in
 * steps of 2^-32.
 */
final class OutputClock {
    private static final double FIXED_POINT = 0x1p32;

    private long step;
    private int denominator;
    private int fractionMask;
    private double fractionScale;

    void prepare(RatePlan plan) {
        StepFraction fraction = plan.fraction();
        denominator = fraction.denominator();
        step = fraction.isExact() ? fraction.numerator() : (long) (plan.step() * FIXED_POINT + 0.5);
        int fractionBits = Integer.SIZE - Integer.numberOfTrailingZeros(plan.phases());
        fractionMask = (1 << fractionBits) - 1;
        fractionScale = 1.0 / (1L << fractionBits);
    }

    /** Returns the number of the first output that lies at the given doubled sample or beyond. */
    int firstFrom(int sample) {
        long reached = denominator > 0 ? (long) sample * denominator : (long) sample << Integer.SIZE;
        return (int) Math.max(0, (reached + step - 1) / step);
    }

    /**
     * Finds the positions of successive outputs.
     *
     * @param output number of the first one
     * @param offset added to each whole position
     * @param positions receive the whole position in the upper word; in the lower one the number of the phase, if positions are
     *     exact, or else the fraction in steps of 2^-32, whose upper bits are the phase
     * @param fractions receive how far beyond its phase each position lies, 0 to 1
     */
    void positions(int output, int offset, long[] positions, double[] fractions, int count) {
        if (denominator > 0) {
            for (int k = 0; k < count; k++) {
                long numerator = (output + k) * step;
                positions[k] = (numerator / denominator + offset << Integer.SIZE) + numerator % denominator;
            }
            Arrays.fill(fractions, 0, count, 0);
            return;
        }
        long start = ((long) offset << Integer.SIZE) + output * step;
        for (int k = 0; k < count; k++) {
            positions[k] = start + k * step;
        }
        for (int k = 0; k < count; k++) {
            fractions[k] = ((int) positions[k] & fractionMask) * fractionScale;
        }
    }
}
