package io.clmr.augment.dsp;

/** How a pitch shift divides into a change of tempo and a change of sample rate. */
final class PitchRatio {
    private PitchRatio() {}

    /**
     * Returns the tempo factor of a shift: above 1 is faster, and shorter.
     *
     * <p>SoX hands it from one effect to the next as text of six significant digits, and all lengths follow from that.
     */
    static double tempoFactor(int cents) {
        double exact = StrictMath.pow(2, -cents / 1200.0);
        double scale = exact < 1 ? 1e6 : 1e5;
        return Math.rint(exact * scale) / scale;
    }

    /** Returns input rate over output rate of the resampling that follows, rounded as SoX computes it. */
    static double rateRatio(double tempoFactor, int sampleRateHz) {
        return sampleRateHz / tempoFactor / sampleRateHz;
    }
}
