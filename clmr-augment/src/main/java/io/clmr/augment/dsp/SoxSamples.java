package io.clmr.augment.dsp;

/**
 * The 32-bit integers that SoX keeps samples in, and its ways from and to floating point.
 *
 * <p>Full scale is 2^31. Inside its floating-point effects, and on the way out, SoX 14.4.2 rounds to multiples of 2^-24,
 * ties upwards. In each loop all arrays share one index: recent compilers make vector code of that, and of nothing more
 * general.
 */
final class SoxSamples {
    private static final float FULL_SCALE = 0x1p31f;
    private static final float STEP = 0x1p-24f;

    /** Adding and subtracting it rounds a double of less than 2^51 to an integer, half to even. */
    private static final double ROUNDER = 0x1.8p52;

    private SoxSamples() {}

    /** Clips and rounds to 24 bits, as when a waveform enters a floating-point effect of SoX, or passes SoX without any. */
    static void bridge(float[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            samples[i] = rounded(truncated(samples[i]));
        }
    }

    /** Truncates to integers, clipped: what a floating-point effect hands on. The results are kept as doubles. */
    static void truncate(float[] from, double[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = truncated(from[i]);
        }
    }

    /** Rounds half to even and clips to integers, then rounds these to 24 bits: resampled integers on the way out. */
    static void store(double[] from, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = rounded((int) (from[i] + ROUNDER - ROUNDER));
        }
    }

    /** Truncates to integers, clipped, the sum of a signal and an amplified second one: the two ends of a reverb. */
    static void addAndTruncate(float[] dry, float[] wet, float wetGain, int[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = truncated(dry[i] + wet[i] * wetGain);
        }
    }

    /** Takes the mean of two channels, halves rounded away from zero, and rounds it to 24 bits. */
    static void mixDown(int[] left, int[] right, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = rounded(mean(left[i], right[i]));
        }
    }

    /** Returns the value truncated towards zero; the cast saturates, which is the clipping. */
    static int truncated(float value) {
        return (int) (value * FULL_SCALE);
    }

    /** Returns (a + b) / 2, away from zero if it is a half, without the overflow of a + b. */
    static int mean(int a, int b) {
        int floor = (a & b) + ((a ^ b) >> 1);
        int isHalf = (a ^ b) & 1;
        return floor + (isHalf & ~(floor >> 31));
    }

    /** Returns floor((sample + 64) / 128) steps of 24 bits, without the overflow of sample + 64. */
    static float rounded(int sample) {
        return (((sample >> 6) + 1) >> 1) * STEP;
    }
}
