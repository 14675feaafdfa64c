package io.clmr.augment.dsp;

/**
 * Designs windowed-sinc low-passes of eight zero crossings on either side and of unit sum.
 *
 * <p>With c the cut-off in cycles per sample there are 2 H + 1 taps, H = 4 / c rounded down; tap t is {@code sinc(2 pi c t)}
 * under a Hann window, all divided by their sum.
 */
final class SincTaps {
    private static final int ZERO_CROSSINGS = 8;

    private final Sines angles = new Sines();
    private double[] sines = new double[0];
    private double[] cosines = new double[0];

    /** Returns H. */
    static int half(double cutOff) {
        return (int) (ZERO_CROSSINGS / cutOff / 2);
    }

    /** Writes the 2 H + 1 taps of a cut-off above 0 and up to 0.5 cycles per sample. */
    void design(double cutOff, double[] taps) {
        int half = half(cutOff);
        if (sines.length <= half) {
            sines = new double[half + 1];
            cosines = new double[half + 1];
        }
        angles.fill(1.0 / half, sines, cosines, half + 1);
        for (int t = 0; t <= half; t++) {
            taps[half + t] = 0.5 + 0.5 * cosines[t];
        }
        angles.fill(2 * cutOff, sines, cosines, half + 1);
        double sum = taps[half];
        for (int t = 1; t <= half; t++) {
            taps[half + t] *= sines[t] / (2 * Math.PI * cutOff * t);
            sum += 2 * taps[half + t];
        }
        taps[half] /= sum;
        for (int t = 1; t <= half; t++) {
            taps[half + t] /= sum;
            taps[half - t] = taps[half + t];
        }
    }
}
