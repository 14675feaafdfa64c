package io.clmr.core.model;

import java.util.List;

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

    /** Makes the encoder; its parameters get their start values when it is initialised. */
    Encoder create(ModelConfig config, WeightInit init);
}
