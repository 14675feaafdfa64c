package io.clmr.augment.dsp;

/** {@link SoxSample}'s roundings over whole arrays. */
interface SampleRounding {

    /** Clips and rounds to 24 bits, as when a waveform enters a floating-point effect of SoX, or passes SoX without any. */
    void bridge(float[] from, float[] to, int at, int count);

    /** Truncates to integers, clipped: what a floating-point effect hands on. The results are kept as doubles. */
    void truncate(float[] from, int fromAt, double[] to, int at, int count);

    /** Rounds half to even and clips to integers, then rounds these to 24 bits: resampled integers on the way out. */
    void store(double[] from, float[] to, int at, int count);

    /**
     * Ends the reverb: adds the two wet channels to the dry one, truncates each to integers, takes the mean (halves away
     * from zero) and rounds it to 24 bits.
     *
     * @param dry also receives the result, from the given place
     */
    void mix(float[] dry, int at, float[] left, float[] right, float wetGain, int count);
}
