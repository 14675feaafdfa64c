package io.clmr.eval.features;

import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.util.List;

/** What turns the clips of a dataset into rows of features that a probe is fitted on. */
public interface ClipFeatures extends AutoCloseable {
    /** Returns what reports call it. */
    String name();

    /** Returns a hash that changes whenever the features do. */
    String fingerprint();

    int featureDim();

    /** Returns the rate of the samples it takes. */
    int sampleRateHz();

    /** Returns the length of a window in samples; 0 if it takes whole clips and ignores the choice of windows. */
    int windowSamples();

    /**
     * Computes the features of clips.
     *
     * @throws IllegalArgumentException if the reader's sample rate is another one
     */
    FeatureTable extract(ClipReader reader, List<Clip> clips, WindowChoice choice, ProgressListener listener)
            throws IOException;

    /** Frees what the features were computed with; by default nothing. */
    @Override
    default void close() {}
}
