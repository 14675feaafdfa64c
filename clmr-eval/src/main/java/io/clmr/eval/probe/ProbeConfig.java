package io.clmr.eval.probe;

import io.clmr.eval.features.WindowRule;

/**
 * How the probe on the frozen features is trained and what it is tested on.
 *
 * @param head what is fitted on the features
 * @param learningRate of Adam at the start; {@code LINEAR} and {@code MLP} alone
 * @param batchSize windows a step; {@code LINEAR} and {@code MLP} alone
 * @param average what is averaged over the windows of a test clip
 * @param maxEpochs at most so many passes over the training windows
 * @param earlyStopPatience epochs without a better validation loss after which training ends
 * @param trainWindows which windows of the training and validation clips are used
 * @param testWindows which windows of a test clip are used, and of the others under {@code TrainWindows.ALL}
 * @param labelFraction share of the training songs whose labels are used, above 0 to 1
 * @param repeats how often all is repeated with other crops and start values; the metrics are the means
 */
public record ProbeConfig(
        Head head,
        double learningRate,
        int batchSize,
        Average average,
        int maxEpochs,
        int earlyStopPatience,
        TrainWindows trainWindows,
        WindowRule testWindows,
        double labelFraction,
        int repeats) {

    /** What is fitted on the features. */
    public enum Head {
        /** One linear layer, trained by Adam as published. */
        LINEAR,
        /** A hidden layer as wide as the features, ReLU, a linear layer; trained as {@code LINEAR}. */
        MLP,
        /** L2-regularised logistic regression on the standardised clip means, its C chosen on the validation clips. */
        LOGISTIC,
        /** Nearest neighbours by cosine among the clip means, their number chosen on the validation clips. */
        KNN,
        /** {@code LINEAR} and {@code MLP} over a grid of learning rates and batch sizes, chosen on the validation clips. */
        GRID
    }

    /** What is averaged over the windows of a test clip. */
    public enum Average {
        /** The probabilities: sigmoids, or the softmax if a clip has one label. */
        SIGMOID,
        /** The logits, before the sigmoid or softmax. */
        LOGIT
    }

    /** Which windows of the training and validation clips are used. */
    public enum TrainWindows {
        /** One random window a clip, drawn once and kept through all epochs, as published. */
        RANDOM_ONE,
        /** All whole windows that the window rule keeps, each with its clip's labels. */
        ALL
    }

    public ProbeConfig {
        require(learningRate > 0 && learningRate <= 10, "learning_rate", learningRate, "above 0 and at most 10");
        require(batchSize >= 1, "batch_size", batchSize, "at least 1");
        require(maxEpochs >= 1, "max_epochs", maxEpochs, "at least 1");
        require(earlyStopPatience >= 1, "early_stop_patience", earlyStopPatience, "at least 1");
        require(labelFraction > 0 && labelFraction <= 1, "label_fraction", labelFraction, "above 0 and at most 1");
        require(repeats >= 1 && repeats <= 1000, "repeats", repeats, "1 to 1000");
    }

    /** Returns the published protocol. */
    public static ProbeConfig defaults() {
        return new ProbeConfig(
                Head.LINEAR,
                1e-3,
                256,
                Average.SIGMOID,
                200,
                10,
                TrainWindows.RANDOM_ONE,
                WindowRule.DROP_LAST,
                1.0,
                1);
    }

    /** Returns the same with another head. */
    public ProbeConfig withHead(Head other) {
        return new ProbeConfig(
                other,
                learningRate,
                batchSize,
                average,
                maxEpochs,
                earlyStopPatience,
                trainWindows,
                testWindows,
                labelFraction,
                repeats);
    }

    /** Returns the same with another share of labelled songs. */
    public ProbeConfig withLabelFraction(double other) {
        return new ProbeConfig(
                head,
                learningRate,
                batchSize,
                average,
                maxEpochs,
                earlyStopPatience,
                trainWindows,
                testWindows,
                other,
                repeats);
    }

    /** Returns the same with another learning rate and batch size. */
    public ProbeConfig withTraining(double otherLearningRate, int otherBatchSize) {
        return new ProbeConfig(
                head,
                otherLearningRate,
                otherBatchSize,
                average,
                maxEpochs,
                earlyStopPatience,
                trainWindows,
                testWindows,
                labelFraction,
                repeats);
    }

    private static void require(boolean holds, String key, Number found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is " + found + ", expected " + expected);
        }
    }
}
