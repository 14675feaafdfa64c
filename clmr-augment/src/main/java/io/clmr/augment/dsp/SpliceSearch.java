package io.clmr.augment.dsp;

/** Finds where the next segment continues the last one best. */
interface SpliceSearch {

    /**
     * Returns the first candidate offset with the smallest squared difference to the tail.
     *
     * <p>The sum over the overlap runs in single precision in sample order, as SoX's does: one different decision would
     * change all that follows.
     *
     * @param input holds both the candidates and the tail
     * @param window where candidate 0 starts
     * @param tail where the tail starts
     * @param overlap number of samples compared, a multiple of 8
     */
    int best(float[] input, int window, int tail, int overlap, int candidates);
}
