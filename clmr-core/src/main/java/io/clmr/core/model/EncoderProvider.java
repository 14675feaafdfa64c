package io.clmr.core.model;

import io.clmr.encoder.ConvLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The socket for encoders: one more class, named in {@code META-INF/services}, adds an encoder to every command.
 *
 * <p>The built-in ones stand in {@link EncoderRegistry}.
 */
public interface EncoderProvider {

    /** The name in the configuration, lower_snake_case. */
    String name();

    /**
     * Checks the part of a configuration that only this encoder understands.
     *
     * @throws IllegalArgumentException naming the key, what was found and what is possible
     */
    void check(int samples, List<Integer> strides, double width);

    /**
     * Checks the number of outputs of the head that goes with this encoder.
     *
     * @throws IllegalArgumentException naming the key, what was found and what is possible
     */
    default void checkHead(int samples, int projectionDim, double width) {}

    /**
     * Returns how many steps ahead the head predicts, if this is a {@link SequenceEncoder} trained by predicting; 0 if it is
     * trained by comparing views.
     */
    default int futureSteps(ModelConfig config) {
        return 0;
    }

    /** Makes the head that goes with this encoder in training. */
    default Head createHead(ModelConfig config, int featureDim, WeightInit init) {
        return new ProjectionHead(featureDim, config.projectionDim(), init);
    }

    /**
     * Returns the shapes of everything a checkpoint keeps of encoder and head, by the names of {@link
     * ContrastiveModel#state()}. Weights from outside are held against them before a network of that size is made.
     *
     * @return empty if only making the network tells
     */
    default Optional<Map<String, long[]>> shapes(ModelConfig config) {
        return Optional.empty();
    }

    /** Makes the encoder; its parameters get their start values when it is initialised. */
    Encoder create(ModelConfig config, WeightInit init);

    /**
     * Returns the encoder as a plain stack of convolutions, if it is one: that form needs no tensor library.
     *
     * @param weights the encoder's, all of them, by the names of {@link ContrastiveModel#state()}
     * @throws IllegalArgumentException naming what is missing, unexpected or of another shape
     */
    default Optional<List<ConvLayer>> convolutions(ModelConfig config, Map<String, HostTensor> weights) {
        return Optional.empty();
    }
}
