package io.clmr.augment.dsp;

/**
 * The first stage of the rate converter: puts a sample between each two, by a long linear-phase filter.
 *
 * <p>With h the filter, 4 m + 1 taps, and z the input, silent outside its bounds, output 2 a is the sum over b of h[2 b] * z[a
 * + m - b] and output 2 a + 1 that of h[2 b + 1] * z[a + m - b]: two filters on the same input.
 */
final class Doubler {
    private static final int SIZE = 1024;
    private static final int LEAST_TAPS = 409;

    /** The most that {@link #blockPairs} returns. */
    static final int MAX_BLOCK_PAIRS = 2 * (SIZE - LEAST_TAPS / 2);

    private final SampleRounding rounding;
    private final KaiserLowPass design = new KaiserLowPass(RatePlan.DOUBLER_BETA, RatePlan.DOUBLER_RHO);
    private final BlockPair blocks;
    private final ComplexArray evenTaps = ComplexArray.ofSize(SIZE);
    private final ComplexArray oddTaps = ComplexArray.ofSize(SIZE);
    private double cutOff;
    private int half;

    Doubler(Kernels kernels) {
        rounding = kernels.sampleRounding();
        blocks = new BlockPair(SIZE, kernels.fourierPasses());
    }

    /** Takes up the filter of a plan. */
    void prepare(RatePlan plan) {
        if (plan.doublerCutOff() == cutOff) {
            return;
        }
        cutOff = plan.doublerCutOff();
        half = plan.doublerTaps() / 4;
        design.design(plan.doublerTaps(), cutOff, 2);
        for (int b = 0; b <= 2 * half; b++) {
            blocks.first()[b] = design.tap(Math.abs(2 * b - 2 * half));
        }
        blocks.takeTaps(2 * half + 1, evenTaps);
        for (int b = 0; b < 2 * half; b++) {
            blocks.first()[b] = design.tap(Math.abs(2 * b + 1 - 2 * half));
        }
        blocks.takeTaps(2 * half, oddTaps);
    }

    /** Returns how many pairs of output samples {@link #run} makes. */
    int blockPairs() {
        return 2 * (SIZE - 2 * half);
    }

    /**
     * Makes the output samples 2 a and 2 a + 1 for a = first ... first + blockPairs() - 1.
     *
     * @param samples in [-1, 1], of which SoX's integers are formed
     * @param count of the samples that are valid
     * @param evensAt where the samples of even number go
     * @param oddsAt where the samples of odd number go
     */
    void run(float[] samples, int count, int first, double[] doubled, int evensAt, int oddsAt) {
        load(samples, count, first - half, blocks.first());
        load(samples, count, first - half + SIZE - 2 * half, blocks.second());
        blocks.transform();
        filter(evenTaps, doubled, evensAt);
        filter(oddTaps, doubled, oddsAt);
    }

    /** Loads one block, with silence where there is no input. */
    private void load(float[] samples, int count, int from, double[] block) {
        rounding.truncate(blocks.cut(samples, count, from, 0, 0), block, SIZE);
    }

    private void filter(ComplexArray taps, double[] out, int at) {
        int valid = SIZE - 2 * half;
        blocks.filter(taps);
        System.arraycopy(blocks.first(), 2 * half, out, at, valid);
        System.arraycopy(blocks.second(), 2 * half, out, at + valid, valid);
    }
}
