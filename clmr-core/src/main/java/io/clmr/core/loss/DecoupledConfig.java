package io.clmr.core.loss;

import java.util.OptionalDouble;

/**
 * The settings of {@link Decoupled} without weights.
 *
 * @param temperature divides every similarity; above 0
 */
public record DecoupledConfig(double temperature) implements LossConfig {

    public DecoupledConfig {
        NtXentConfig.requirePositive("temperature", temperature);
    }

    public static DecoupledConfig defaults() {
        return new DecoupledConfig(0.1);
    }

    @Override
    public ContrastiveLoss create() {
        return new Decoupled(temperature, OptionalDouble.empty());
    }
}
