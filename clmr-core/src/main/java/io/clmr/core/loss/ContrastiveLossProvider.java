package io.clmr.core.loss;

/**
 * The socket for losses: one more class, named in {@code META-INF/services}, adds a loss to every command.
 *
 * <p>The built-in ones stand in {@link LossRegistry}.
 */
public interface ContrastiveLossProvider {

    /** The name in the configuration, lower_snake_case. */
    String name();

    /** The record that the other keys of the configuration's loss section fill. */
    Class<? extends LossConfig> configType();

    /** The settings used where the configuration says nothing. */
    LossConfig defaults();
}
