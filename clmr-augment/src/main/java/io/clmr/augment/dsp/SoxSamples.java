package io.clmr.augment.dsp;

/**
 * The 32-bit integers that SoX keeps samples in, and its ways from and to floating point.
 *
 * <p>Full scale is 2^31. Inside its floating-point effects, and on the way out, SoX 14.4.2 rounds to multiples of 2^-24,
 * ties upwards.
 */
final class SoxSamples {
    static final float FULL_SCALE = 0x1p31f;

    /** 24-bit steps per full scale. */
    static final float STEPS = 0x1p24f;

    /** Adding and subtracting it rounds a double of less than 2^51 to an integer, half to even. */
    static final double ROUNDER = 0x1.8p52;

    private SoxSamples() {}

    /** Returns the value truncated towards zero; the cast saturates, which is the clipping. */
    static int truncated(float value) {
        return (int) (value * FULL_SCALE);
    }

    /** Returns an integer that is still a double, rounded half to even and clipped. */
    static int nearest(double value) {
        return (int) (value + ROUNDER - ROUNDER);
    }

    /** Returns (a + b) / 2, away from zero if it is a half, without the overflow of a + b. */
    static int mean(int a, int b) {
        int floor = (a & b) + ((a ^ b) >> 1);
        int isHalf = (a ^ b) & 1;
        return floor + (isHalf & ~(floor >> 31));
    }

    /** Returns floor((sample + 64) / 128) steps of 24 bits, without the overflow of sample + 64. */
    static float rounded(int sample) {
        return (((sample >> 6) + 1) >> 1) * (1 / STEPS);
    }
}
