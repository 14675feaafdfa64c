package io.clmr.core.loss;

import java.util.OptionalDouble;

/**
 * The settings of {@link Decoupled} with weights.
 *
 * @param temperature divides every similarity; above 0
 * @param sigma divides the similarity of positives in the weights: the smaller, the less weigh those that agree; above 0
 */
public record WeightedDecoupledConfig(double temperature, double sigma) implements LossConfig {

    public WeightedDecoupledConfig {
        NtXentConfig.requirePositive("temperature", temperature);
        NtXentConfig.requirePositive("sigma", sigma);
    }

    public static WeightedDecoupledConfig defaults() {
        return new WeightedDecoupledConfig(0.1, 0.5);
    }

    @Override
    public ContrastiveLoss create() {
        return new Decoupled(temperature, OptionalDouble.of(sigma));
    }
}
