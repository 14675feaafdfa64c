package io.clmr.core.loss;

/**
 * The settings of {@link InfoNce}.
 *
 * @param negatives encodings that each prediction is compared with beside the true one, at least 1; published 15
 * @param positions run of successive moments that predictions are made from in a step, at least 2; published 81
 */
public record InfoNceConfig(int negatives, int positions) implements LossConfig {

    public InfoNceConfig {
        if (negatives < 1) {
            throw new IllegalArgumentException("negatives is " + negatives + ", expected 1 or more");
        }
        if (positions < 2) {
            throw new IllegalArgumentException("positions is " + positions + ", expected 2 or more");
        }
    }

    public static InfoNceConfig defaults() {
        return new InfoNceConfig(15, 81);
    }

    @Override
    public InfoNce create() {
        return new InfoNce(this);
    }
}
