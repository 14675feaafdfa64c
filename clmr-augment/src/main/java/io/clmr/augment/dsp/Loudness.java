package io.clmr.augment.dsp;

import io.clmr.augment.Workbench;

/**
 * Measures the loudness of one channel as ITU-R BS.1770-4 does: K-weighting, blocks of 400 ms overlapping by three
 * quarters, an absolute gate at -70 LKFS and a relative one 10 LU below the mean of what passed.
 *
 * <p>The standard lists the two filters for 48 kHz; here they are designed for any rate from the analogue filters behind
 * them (as in libebur128, whose figures these are). Differs from the standard: a waveform shorter than 400 ms is one block.
 */
public final class Loudness {
    private static final double OFFSET = -0.691;
    private static final double ABSOLUTE_GATE = -70;
    private static final double RELATIVE_GATE = -10;
    private static final int STEPS_A_BLOCK = 4;

    private final Biquad shelf;
    private final Biquad highPass;
    private final int step;
    private final float[] weighted;
    private final double[] blockPower;

    public Loudness(Workbench bench) {
        shelf = shelf(bench.sampleRateHz());
        highPass = highPass(bench.sampleRateHz());
        step = bench.sampleRateHz() / 10;
        weighted = new float[bench.maxSamples()];
        blockPower = new double[Math.max(1, bench.maxSamples() / step)];
    }

    /** Returns the loudness in LUFS; negative infinity if nothing passes the gate. */
    public double measure(float[] samples) {
        shelf.apply(samples, weighted, samples.length);
        highPass.apply(weighted, weighted, samples.length);
        int blocks = fillBlocks(samples.length);
        double absolute = meanAbove(ABSOLUTE_GATE, blocks);
        return toLufs(meanAbove(Math.max(ABSOLUTE_GATE, toLufs(absolute) + RELATIVE_GATE), blocks));
    }

    private int fillBlocks(int length) {
        int size = Math.min(length, STEPS_A_BLOCK * step);
        int blocks = 1 + (length - size) / step;
        for (int block = 0; block < blocks; block++) {
            double squares = 0;
            for (int i = block * step; i < block * step + size; i++) {
                squares += (double) weighted[i] * weighted[i];
            }
            blockPower[block] = squares / size;
        }
        return blocks;
    }

    private double meanAbove(double gateLufs, int blocks) {
        double sum = 0;
        int passed = 0;
        for (int block = 0; block < blocks; block++) {
            if (toLufs(blockPower[block]) > gateLufs) {
                sum += blockPower[block];
                passed++;
            }
        }
        return passed == 0 ? 0 : sum / passed;
    }

    private static double toLufs(double power) {
        return OFFSET + 10 * StrictMath.log10(power);
    }

    /** Returns the first filter, the head's effect on the treble: about 4 dB above 1.7 kHz. */
    static Biquad shelf(int sampleRateHz) {
        double k = StrictMath.tan(Math.PI * 1681.974450955533 / sampleRateHz);
        double q = 0.7071752369554196;
        double high = StrictMath.pow(10, 3.999843853973347 / 20);
        double band = StrictMath.pow(high, 0.4996667741545416);
        return Biquad.normalised(
                high + band * k / q + k * k,
                2 * (k * k - high),
                high - band * k / q + k * k,
                1 + k / q + k * k,
                2 * (k * k - 1),
                1 - k / q + k * k);
    }

    /** Returns the second filter, a high-pass at 38 Hz; the standard gives its numerator as exactly 1, -2, 1. */
    static Biquad highPass(int sampleRateHz) {
        double k = StrictMath.tan(Math.PI * 38.13547087602444 / sampleRateHz);
        double q = 0.5003270373238773;
        double a0 = 1 + k / q + k * k;
        return new Biquad(1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0);
    }
}
