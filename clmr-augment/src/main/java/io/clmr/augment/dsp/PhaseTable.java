package io.clmr.augment.dsp;

/**
 * The second filter of the rate converter, arranged for {@link PhaseFilter}.
 *
 * <p>A row holds one phase: eight coefficients for the taps of even number, eight for those of odd number, zeros where the
 * phase has fewer taps. The coefficient at a fraction d past the phase is {@code constant + d * (linear + d * square)}.
 */
final class PhaseTable {
    static final int ROW = RatePlan.MAX_TAPS;

    private final KaiserLowPass design;
    private double[] constant = new double[0];
    private double[] linear = new double[0];
    private double[] square = new double[0];
    private int phases;
    private int taps;
    private double cutOff;

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
        if (constant.length < phases * ROW) {
            constant = new double[phases * ROW];
            linear = new double[phases * ROW];
            square = new double[phases * ROW];
        }
        design.design(taps * phases - 1, cutOff, phases);
        for (int phase = 0; phase < phases; phase++) {
            for (int tap = 0; tap < ROW; tap++) {
                fill(plan.order(), phase * ROW + tap % 2 * (ROW / 2) + tap / 2, (taps - 1 - tap) * phases + phase);
            }
        }
    }

    double[] constant() {
        return constant;
    }

    double[] linear() {
        return linear;
    }

    double[] square() {
        return square;
    }

    private void fill(int order, int entry, int position) {
        if (position < 0) { // a tap that the phase does not have
            constant[entry] = 0;
            linear[entry] = 0;
            square[entry] = 0;
            return;
        }
        double c0 = prototype(position);
        double c1 = prototype(position + 1);
        double c2 = prototype(position + 2);
        constant[entry] = c0;
        square[entry] = order == 2 ? (c2 + c0) / 2 - c1 : 0;
        linear[entry] = order == 2 ? c1 - c0 - square[entry] : order == 1 ? c1 - c0 : 0;
    }

    /** Returns coefficient k of the prototype filter: its taps from k = 1 on, zeros outside. */
    private double prototype(int k) {
        return k >= 1 && k < taps * phases ? design.tap(Math.abs(k - taps * phases / 2)) : 0;
    }
}
