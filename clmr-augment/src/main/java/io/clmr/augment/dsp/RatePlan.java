package io.clmr.augment.dsp;

/**
 * How SoX's {@code rate} (high quality, linear phase) resamples for a pitch shift within a fifth: a first filter doubles the
 * rate, then a second one of many phases picks the output samples.
 *
 * @param ratio input rate over output rate
 * @param doublerTaps length of the first filter, 4 m + 1
 * @param doublerCutOff in half sample rates
 * @param step doubled samples per output sample
 * @param fraction the step as a fraction of small numbers, if it is one
 * @param phases number of phases of the second filter
 * @param order of the interpolation between phases: 0 (all phases are exact), 1 or 2
 * @param taps of each phase, even
 * @param cutOff of the second filter, in half sample rates over phases
 */
record RatePlan(
        double ratio,
        int doublerTaps,
        double doublerCutOff,
        double step,
        StepFraction fraction,
        int phases,
        int order,
        int taps,
        double cutOff) {
    static final double DOUBLER_BETA = 13.711254453018766;
    static final double DOUBLER_RHO = 0.5;
    static final double PHASES_BETA = 14.058638741903037;
    static final double PHASES_RHO = 0.75;
    static final int MAX_TAPS = 16;

    /** One minus the bandwidth, 95 % at -3 dB. */
    private static final double ROLL_OFF = 0.08637227261539981;

    private static final int MAX_TABLE_KB = 400;

    static RatePlan of(double ratio) {
        double nyquist = Math.max(2, 2 * ratio);
        double transition = ROLL_OFF / (2 * nyquist);
        int least = (int) Math.ceil(tapsPerTransition(DOUBLER_BETA) / transition + 1);
        int doublerTaps = (least + 2) / 4 * 4 + 1;
        double doublerCutOff = 1 / nyquist - transition;

        double step = 2 * ratio;
        StepFraction fraction = StepFraction.of(step);
        double reduction = ratio < 1 ? 1 : fraction.isExact() ? 1 / fraction.value() : 1 / step;
        Band band = Band.of(ratio < 1 ? 0.5 : reduction);
        int order = fraction.isExact() ? 0 : 1;
        int phases = fraction.isExact() ? fraction.denominator() : phases(ratio < 1 ? 11 : 12.4f, reduction);
        if (order == 1 && band.taps(phases) * phases * 2 * Double.BYTES / 1000 > MAX_TABLE_KB) {
            order = 2;
            phases = phases(ratio < 1 ? 7 : 7.8f, reduction);
        }
        double cutOff = band.stop() / phases - band.transition(phases);
        return new RatePlan(
                ratio, doublerTaps, doublerCutOff, step, fraction, phases, order, band.taps(phases), cutOff);
    }

    private static int phases(float bits, double reduction) {
        return 1 << (int) Math.ceil(bits + StrictMath.log(reduction) / StrictMath.log(2));
    }

    /** Kaiser's estimate of the number of taps times the width of the transition. */
    private static double tapsPerTransition(double beta) {
        return ((0.0007528358 - 1.577737e-5 * beta) * beta + 0.6248022) * beta + 0.06186902;
    }

    /** Where the second filter begins and ends to fall. */
    private record Band(double pass, double stop) {
        private static final int LEAST_PHASES_FOR_LENGTH = 19;
        private static final double STRETCH = 0.00813 * 20 + 0.973; // SoX's fit for 20 bits

        static Band of(double pass0) {
            double stop = 2 - pass0;
            return new Band(stop - (stop - 0.074 - 0.852 * pass0 * (1 - ROLL_OFF)) * STRETCH, stop);
        }

        double transition(int phases) {
            return Math.min(0.5 * (stop - pass) / phases, 0.5 * stop / phases);
        }

        int taps(int phases) {
            int counted = Math.max(phases, LEAST_PHASES_FOR_LENGTH);
            int all = (int) Math.ceil(tapsPerTransition(PHASES_BETA) / transition(counted) + 1);
            int taps = all / counted + 1;
            return taps + taps % 2;
        }
    }
}
