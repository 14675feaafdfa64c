package io.clmr.augment.dsp;

/** {@link SoxSamples}'s roundings over arrays. */
interface SampleRounding {

    /** Clips and rounds to 24 bits, as when a waveform enters a floating-point effect of SoX, or passes SoX without any. */
    void bridge(float[] samples, int from, int to);

    /** Truncates to integers, clipped: what a floating-point effect hands on. The results are kept as doubles. */
    void truncate(float[] from, double[] to, int count);

    /**
     * Rounds half to even and clips to integers, then rounds these to 24 bits: resampled integers on the way out.
     *
     * @param from is lost
     */
    void store(double[] from, float[] to, int count);

    /**
     * Ends the reverb: adds each amplified channel to the dry signal and truncates it to integers, takes the mean of the two,
     * halves away from zero, and rounds it to 24 bits.
     *
     * @param left is lost, as is {@code right}
     * @param count up to {@link DelayLine#BLOCK}
     */
    void mixDown(float[] dry, float[] left, float[] right, float wetGain, float[] to, int count);
}
