package io.clmr.augment.dsp;

/**
 * Where among the doubled samples each output sample of the rate converter lies: exactly, if the step is a fraction, else in
 * steps of 2^-32.
 */
final class OutputClock {
    private static final double FIXED_POINT = 0x1p32;
    private static final double LOW_WORD = 0x1p-32;

    private long step;
    private int denominator;
    private int phaseBits;

    void prepare(RatePlan plan) {
        StepFraction fraction = plan.fraction();
        denominator = fraction.denominator();
        step = fraction.isExact() ? fraction.numerator() : (long) (plan.step() * FIXED_POINT + 0.5);
        phaseBits = Integer.numberOfTrailingZeros(plan.phases());
    }

    /**
     * Finds the positions of successive outputs.
     *
     * @param output number of the first one
     * @param offset added to each whole position
     * @param limit at which to stop: all starts are below it
     * @return how many were found before the limit or the end of the arrays
     */
    int positions(int output, int offset, int limit, int[] starts, int[] rows, double[] fractions) {
        return denominator > 0
                ? exact(output, offset, limit, starts, rows, fractions)
                : fixedPoint(output, offset, limit, starts, rows, fractions);
    }

    private int exact(int output, int offset, int limit, int[] starts, int[] rows, double[] fractions) {
        for (int k = 0; k < starts.length; k++) {
            long position = (output + k) * step;
            int start = (int) (position / denominator) + offset;
            if (start >= limit) {
                return k;
            }
            starts[k] = start;
            rows[k] = (int) (position % denominator) * PhaseTable.ROW;
            fractions[k] = 0;
        }
        return starts.length;
    }

    private int fixedPoint(int output, int offset, int limit, int[] starts, int[] rows, double[] fractions) {
        for (int k = 0; k < starts.length; k++) {
            long position = (output + k) * step;
            int start = (int) (position >> Integer.SIZE) + offset;
            if (start >= limit) {
                return k;
            }
            int low = (int) position;
            starts[k] = start;
            rows[k] = (low >>> (Integer.SIZE - phaseBits)) * PhaseTable.ROW;
            fractions[k] = Integer.toUnsignedLong(low << phaseBits) * LOW_WORD;
        }
        return starts.length;
    }
}
