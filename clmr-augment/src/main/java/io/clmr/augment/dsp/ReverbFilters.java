package io.clmr.augment.dsp;

/** The parts of the reverb that need not go sample by sample. Counts are multiples of {@link DelayLine#TILE}. */
interface ReverbFilters {

    /**
     * Takes what leaves the lines of one channel of combs, and adds it up from the last comb to the first.
     *
     * @param first comb of the channel
     * @param at where in the block the run starts
     * @param runs receives a run of {@link CombBank#RUN} samples for each comb
     * @param sum receives the sum, at the same place as in the block
     */
    void collect(DelayLine[] lines, int first, int at, int count, float[] runs, float[] sum);

    /** Puts {@code input + run * feedback} into the lines of all combs. */
    void feedBack(DelayLine[] lines, float[] runs, float feedback, float[] input, int at, int count);

    /**
     * Runs an all-pass over a block in place, without advancing its line: o leaves the line, {@code in + o / 2} enters it, the
     * output is {@code o - in}.
     */
    void allPass(DelayLine line, float[] signal, int count);
}
