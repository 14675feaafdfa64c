package io.clmr.eval.export;

/** An encoder that can be appended to a graph. */
interface OnnxEncoder {

    /**
     * Appends it.
     *
     * @param samples [batch, 1, samples]
     * @param name of the result, [batch, featureDim]
     */
    String append(String samples, String name);

    /** Number of values in a representation. */
    int featureDim();
}
