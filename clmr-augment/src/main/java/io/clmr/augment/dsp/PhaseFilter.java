package io.clmr.augment.dsp;

/** Applies the second filter of the rate converter. */
interface PhaseFilter {

    /**
     * Computes output samples, each as the sum over its 16 taps in the order ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)), where k
     * stands for taps 2 k and 2 k + 1 together; so every form of this filter gives the same bits.
     *
     * @param rows first table entry of each output's phase
     * @param fractions how far past its phase each output lies, 0 to 1
     * @param starts doubled sample that tap 0 of each output meets; sample 2 a is evens[a], 2 a + 1 is odds[a]
     */
    void run(
            PhaseTable table,
            int[] rows,
            double[] fractions,
            int[] starts,
            double[] evens,
            double[] odds,
            double[] out,
            int count);
}
