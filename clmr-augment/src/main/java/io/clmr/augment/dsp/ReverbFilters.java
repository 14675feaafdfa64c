package io.clmr.augment.dsp;

/** The parts of the reverb that need not go sample by sample. Counts are multiples of {@link DelayLine#TILE}. */
interface ReverbFilters {

    /**
     * Adds up what leaves the lines of one channel of combs, from the last comb to the first.
     *
     * @param lines of all combs, {@link CombBank#LINE} apart
     * @param first comb of the channel
     * @param at where in the block the run starts; the sum goes to the same place
     */
    void sum(float[] lines, int first, int at, int count, float[] sum);

    /**
     * Puts {@code input + run * feedback} into the lines of all combs.
     *
     * @param runs of all combs, {@link CombBank#RUN} apart
     * @param at where in the block the run starts
     * @param lengths of the lines
     */
    void feedBack(float[] runs, float feedback, float[] input, int at, float[] lines, int[] lengths, int count);

    /**
     * Runs an all-pass over a block in place, without advancing its line: o leaves the line, {@code in + o / 2} enters it, the
     * output is {@code o - in}.
     */
    void allPass(DelayLine line, float[] signal, int count);
}
