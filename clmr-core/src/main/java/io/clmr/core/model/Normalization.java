package io.clmr.core.model;

/**
 * Mean and standard deviation of the samples of a training set.
 *
 * @param mean of all samples, -1 to 1
 * @param std of all samples, above 0
 */
public record Normalization(double mean, double std) {

    public Normalization {
        if (!(Math.abs(mean) <= 1)) { // this way round, NaN is refused too
            throw new IllegalArgumentException("mean of the samples is " + mean + ", expected -1 to 1");
        }
        if (!(std > 0) || Double.isInfinite(std)) {
            throw new IllegalArgumentException(
                    "standard deviation of the samples is " + std + ", expected a finite number above 0");
        }
    }
}
