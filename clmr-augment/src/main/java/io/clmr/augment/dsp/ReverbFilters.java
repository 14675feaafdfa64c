package io.clmr.augment.dsp;

/** The two kinds of filter that the reverb is made of. */
interface ReverbFilters {

    /**
     * Runs all comb filters over a block, without advancing their lines.
     *
     * @param count up to {@link DelayLine#BLOCK}
     */
    void combs(CombBank bank, float[] input, int inputAt, float[] left, float[] right, int count);

    /**
     * Runs an all-pass over a block in place, without advancing its line: o leaves the line, {@code in + o / 2} enters it, the
     * output is {@code o - in}.
     */
    void allPass(DelayLine line, float[] signal, int count);
}
