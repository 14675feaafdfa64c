package io.clmr.core.loss;

/**
 * The settings of {@link NtXent}.
 *
 * @param temperature divides every similarity; above 0, the paper uses 0.5
 */
public record NtXentConfig(double temperature) implements LossConfig {

    public NtXentConfig {
        if (!(temperature > 0) || Double.isInfinite(temperature)) { // this way round, NaN is refused too
            throw new IllegalArgumentException("temperature is " + temperature + ", expected a finite number above 0");
        }
    }

    public static NtXentConfig defaults() {
        return new NtXentConfig(0.5);
    }

    @Override
    public ContrastiveLoss create() {
        return new NtXent(temperature);
    }
}
