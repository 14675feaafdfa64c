package io.clmr.data.audio;

import java.math.BigInteger;

/**
 * Where input and output samples of swresample's rate conversion coincide.
 *
 * <p>With rates p : q in lowest terms, every p-th input sample lies on every q-th output sample. A conversion begun at
 * such a sample runs through the same filter phases as one begun at sample 0, and gives the same bits once the filter
 * has filled.
 */
record ResamplingPhase(long inputStep, long outputStep) {
    /** swresample's {@code phase_shift} of 10: with more phases it interpolates between them and drifts. */
    private static final int MAX_EXACT_PHASES = 1024;

    static ResamplingPhase of(int inputRateHz, int outputRateHz) {
        long common = BigInteger.valueOf(inputRateHz)
                .gcd(BigInteger.valueOf(outputRateHz))
                .longValueExact();
        return new ResamplingPhase(inputRateHz / common, outputRateHz / common);
    }

    /** Returns whether the filter phases repeat exactly. */
    boolean repeats() {
        return outputStep <= MAX_EXACT_PHASES;
    }

    /** Returns the last coinciding input sample that lies at least {@code runUp} input samples before an output sample. */
    long inputBefore(long outputSample, long runUp) {
        long input = (long) ((double) outputSample * inputStep / outputStep) - runUp;
        return Math.floorDiv(input, inputStep) * inputStep;
    }

    /** Returns the output sample that lies on a coinciding input sample. */
    long outputAt(long inputSample) {
        return inputSample / inputStep * outputStep;
    }
}
