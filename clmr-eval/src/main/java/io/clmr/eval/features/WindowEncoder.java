package io.clmr.eval.features;

/** What computes the features of windows; safe for use by several threads. */
sealed interface WindowEncoder extends AutoCloseable permits TorchWindows, VectorWindows {

    /** Number of values in a window's features. */
    int featureDim();

    /** How many windows are best computed at a time. */
    int batch();

    /** What the windows are computed with, in a few words. */
    String description();

    /**
     * Computes features.
     *
     * @param windows [windows][windowSamples]
     * @return [windows][featureDim]; each window's depend on it alone
     */
    float[][] features(float[][] windows);

    @Override
    void close();
}
