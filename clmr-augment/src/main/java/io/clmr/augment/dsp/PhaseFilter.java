package io.clmr.augment.dsp;

/** Applies the second filter of the rate converter. */
interface PhaseFilter {

    /**
     * Computes output samples, each as the sum over its 16 taps in the order ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)), where k
     * stands for taps 2 k and 2 k + 1 together; so every form of this filter gives the same bits.
     *
     * @param positions upper word: the doubled sample that tap 0 meets; lower word: what {@link PhaseTable} looks up
     * @param fractions how far beyond its phase each position lies
     * @param doubled samples 0, 2, 4 and so on in the first half of the array, 1, 3, 5 and so on in the second
     */
    void run(PhaseTable table, long[] positions, double[] fractions, double[] doubled, double[] out, int count);
}
