package io.clmr.augment.dsp;

/**
 * The 32-bit integers that SoX keeps samples in, and its ways from and to floating point.
 *
 * <p>Full scale is 2^31. Inside its floating-point effects, and on the way out, SoX 14.4.2 rounds to multiples of 2^-24,
 * ties upwards.
 */
final class SoxSample {
    static final float FULL_SCALE = 0x1p31f;
    private static final float STEP = 0x1p-31f;

    private SoxSample() {}

    /** Returns the value truncated towards zero; what lies beyond full scale is clipped. */
    static int truncated(float value) {
        return (int) (value * FULL_SCALE); // a Java cast saturates, which is the clipping
    }

    /** Returns the value rounded to 24 bits. */
    static float rounded(int sample) {
        return sample > Integer.MAX_VALUE - 64 ? 1f : ((sample + 64) & ~127) * STEP;
    }

    /** Returns the value clipped and rounded to 24 bits: what passing SoX without an effect does. */
    static float bridged(float value) {
        return rounded(truncated(value));
    }
}
