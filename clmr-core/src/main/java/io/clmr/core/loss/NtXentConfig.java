package io.clmr.core.loss;

/**
 * The settings of {@link NtXent}.
 *
 * @param temperature divides every similarity; above 0, the paper uses 0.5
 */
public record NtXentConfig(double temperature) implements LossConfig {

    public NtXentConfig {
        requirePositive("temperature", temperature);
    }

    public static NtXentConfig defaults() {
        return new NtXentConfig(0.5);
    }

    static void requirePositive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) { // this way round, NaN is refused too
            throw new IllegalArgumentException(key + " is " + value + ", expected a finite number above 0");
        }
    }

    @Override
    public ContrastiveLoss create() {
        return new NtXent(temperature);
    }
}
