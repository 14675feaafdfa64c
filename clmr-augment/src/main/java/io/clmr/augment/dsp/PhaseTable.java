package io.clmr.augment.dsp;

/**
 * The second filter of the rate converter, arranged for {@link PhaseFilter}.
 *
 * <p>A row holds one phase: eight coefficients for the taps of even number, eight for those of odd number, zeros where the
 * phase has fewer taps. SoX's coefficient between phases, {@code c0 + d * (b + d * a)} at a fraction d past phase 0 with a =
 * (c2 + c0) / 2 - c1 and b = c1 - c0 - a, or b = c1 - c0 without a, is a weighted sum of three rows; so one small table of
 * plain coefficients is enough.
 */
final class PhaseTable {
    static final int ROW = RatePlan.MAX_TAPS;

    private final KaiserLowPass design;
    private double[] prototype = new double[0];
    private double[] coefficients = new double[0];
    private int phases;
    private int taps;
    private double cutOff;
    private int rowShift;
    private double curvature;

    PhaseTable(KaiserLowPass design) {
        this.design = design;
    }

    /** Computes the table of a plan, unless it is the one that is there. */
    void prepare(RatePlan plan) {
        if (plan.phases() == phases && plan.taps() == taps && plan.cutOff() == cutOff) {
            return;
        }
        phases = plan.phases();
        taps = plan.taps();
        cutOff = plan.cutOff();
        curvature = plan.order() == 2 ? 0.5 : 0;
        rowShift = plan.order() == 0 ? 0 : Integer.SIZE - Integer.numberOfTrailingZeros(phases);
        expandPrototype();
        int rows = phases + 2; // the last phase is interpolated with the two that follow it
        if (coefficients.length < rows * ROW) {
            coefficients = new double[rows * ROW];
        }
        for (int tap = 0; tap < ROW; tap++) {
            int entry = tap % 2 * (ROW / 2) + tap / 2;
            int from = (taps - 1 - tap) * phases;
            for (int row = 0; row < rows; row++) {
                coefficients[row * ROW + entry] = tap < taps ? prototype[from + row] : 0;
            }
        }
    }

    /** Returns the rows, one after the other. */
    double[] coefficients() {
        return coefficients;
    }

    /** Returns where the first of a position's three rows starts, by the lower word of the position. */
    int row(int position) {
        return (position >>> rowShift) * ROW;
    }

    /**
     * Returns what makes the weight of the third row, {@code curvature * (d * d - d)}; that of the second is d minus twice it,
     * that of the first 1 - d plus it.
     */
    double curvature() {
        return curvature;
    }

    /** Writes the prototype filter out: a zero, its taps * phases - 1 taps, and zeros beyond. */
    private void expandPrototype() {
        int length = taps * phases;
        design.design(length - 1, cutOff, phases);
        if (prototype.length < length + 2) {
            prototype = new double[length + 2];
        }
        prototype[0] = 0;
        for (int distance = 0; distance < length / 2; distance++) {
            prototype[length / 2 + distance] = design.tap(distance);
            prototype[length / 2 - distance] = design.tap(distance);
        }
        prototype[length] = 0;
        prototype[length + 1] = 0;
    }
}
