package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.clmr.core.engine.Precision;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A network from a window of samples to a representation h, as a DJL block: [batch, 1, samples] to
 * [batch, featureDim].
 */
public interface Encoder extends Block {

    /** Number of values in a representation. */
    int featureDim();

    /** Number of samples in a window. */
    int samples();

    /** Multiplications of one inference pass over one window. */
    long multiplyAdds();

    /**
     * Everything a checkpoint keeps, in its order, by the names a PyTorch state dict gives it without the leading
     * {@code encoder.}. What is not trained says so by {@link Parameter#requiresGradient()}.
     */
    Map<String, Parameter> namedParameters();

    /**
     * Decides how the training pass is computed from now on; {@link Precision#FLOAT32} until it is called.
     *
     * @param manager of the weights
     * @param dataType of the weights
     * @throws IllegalArgumentException if this encoder cannot be trained so
     */
    default void trainIn(Precision precision, NDManager manager, DataType dataType) {
        if (precision == Precision.BFLOAT16) {
            throw new IllegalArgumentException("precision is bfloat16, which this encoder cannot be trained in");
        }
    }

    /**
     * Makes a faster form of inference of the present weights, if this encoder has one.
     *
     * @param manager that holds what was computed for it
     * @param dataType of the weights
     * @return waveforms to representations, or empty
     */
    default Optional<UnaryOperator<NDArray>> freeze(NDManager manager, DataType dataType) {
        return Optional.empty();
    }
}
