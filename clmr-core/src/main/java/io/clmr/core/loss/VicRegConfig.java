package io.clmr.core.loss;

/**
 * The settings of {@link VicReg}; each weight is at least 0, and one of them above.
 *
 * @param invarianceWeight of the distance between the two views
 * @param varianceWeight of what each dimension's standard deviation lacks to 1
 * @param covarianceWeight of the covariances between dimensions
 */
public record VicRegConfig(double invarianceWeight, double varianceWeight, double covarianceWeight)
        implements LossConfig {

    public VicRegConfig {
        requireWeight("invariance_weight", invarianceWeight);
        requireWeight("variance_weight", varianceWeight);
        requireWeight("covariance_weight", covarianceWeight);
        if (invarianceWeight + varianceWeight + covarianceWeight == 0) {
            throw new IllegalArgumentException(
                    "invariance_weight, variance_weight and covariance_weight are all 0, expected one above 0");
        }
    }

    /** Returns the authors' weights. */
    public static VicRegConfig defaults() {
        return new VicRegConfig(25, 25, 1);
    }

    private static void requireWeight(String key, double weight) {
        if (!(weight >= 0) || Double.isInfinite(weight)) { // this way round, NaN is refused too
            throw new IllegalArgumentException(key + " is " + weight + ", expected a finite number of at least 0");
        }
    }

    @Override
    public ContrastiveLoss create() {
        return new VicReg(this);
    }
}
