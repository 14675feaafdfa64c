package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;

/** An encoder that also says what it made of every moment of a window, for losses that look ahead in time. */
public interface SequenceEncoder extends Encoder {

    /**
     * What became of a batch of windows.
     *
     * @param encodings of single moments, [batch, length, channels]
     * @param contexts of everything up to a moment, [batch, length, featureDim]; their mean is the representation
     */
    record Sequence(NDArray encodings, NDArray contexts) {}

    /**
     * Computes both for training.
     *
     * @param waveforms [batch, 1, samples]; the results belong to its manager
     */
    Sequence sequence(ParameterStore parameterStore, NDArray waveforms, boolean training);
}
