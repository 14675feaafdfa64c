package io.clmr.train.supervised;

/**
 * How the supervised baseline is trained: stochastic gradient descent with Nesterov's momentum on random crops.
 *
 * @param learningRate at the start, above 0
 * @param momentum at least 0 and below 1
 * @param weightDecay of the L2 term in the gradient, at least 0
 * @param batchSize clips a step, at least 2; all clips if there are fewer
 * @param dropout share of the features that is set to 0 before the last layer, at least 0 and below 1
 * @param maxEpochs the run ends after so many epochs, at least 1
 * @param plateauFactor what the rate is multiplied by on a plateau of the validation loss, above 0 and below 1
 * @param plateauPatience epochs without a lower loss before that, at least 0
 * @param earlyStopPatience epochs without a lower loss after which the run ends; 0 = it does not
 */
public record SupervisedConfig(
        double learningRate,
        double momentum,
        double weightDecay,
        int batchSize,
        double dropout,
        int maxEpochs,
        double plateauFactor,
        int plateauPatience,
        int earlyStopPatience) {

    public SupervisedConfig {
        require(learningRate > 0 && learningRate < 100, "learning_rate", learningRate, "above 0 and below 100");
        require(momentum >= 0 && momentum < 1, "momentum", momentum, "at least 0 and below 1");
        require(weightDecay >= 0 && weightDecay < 100, "weight_decay", weightDecay, "at least 0 and below 100");
        require(batchSize >= 2, "batch_size", batchSize, "at least 2");
        require(dropout >= 0 && dropout < 1, "dropout", dropout, "at least 0 and below 1");
        require(maxEpochs >= 1, "max_epochs", maxEpochs, "at least 1");
        require(plateauFactor > 0 && plateauFactor < 1, "plateau_factor", plateauFactor, "above 0 and below 1");
        require(plateauPatience >= 0, "plateau_patience", plateauPatience, "at least 0");
        require(earlyStopPatience >= 0, "early_stop_patience", earlyStopPatience, "at least 0");
    }

    /** Returns the published setting. Its early end was written down but never handed to its trainer; 0 is as it ran. */
    public static SupervisedConfig defaults() {
        return new SupervisedConfig(3e-4, 0.9, 1e-6, 48, 0.5, 1000, 0.2, 5, 20);
    }

    private static void require(boolean holds, String key, Number found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is " + found + ", expected " + expected);
        }
    }
}
