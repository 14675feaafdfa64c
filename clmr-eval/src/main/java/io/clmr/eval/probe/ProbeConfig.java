package io.clmr.eval.probe;

import io.clmr.eval.features.WindowRule;

/**
 * How the probe on the frozen features is trained and what it is tested on.
 *
 * @param head what is fitted on the features
 * @param learningRate of Adam at the start; {@code LINEAR} and {@code MLP} alone
 * @param weightDecay of the L2 term in Adam's gradient; {@code LINEAR} and {@code MLP} alone
 * @param batchSize windows a step; {@code LINEAR} and {@code MLP} alone
 * @param average what is averaged over the windows of a test clip
 * @param procedure order of the windows, rate and end of the training; {@code LINEAR} and {@code MLP} alone
 * @param maxEpochs at most so many passes over the training windows
 * @param earlyStopPatience epochs that are no better after which training ends
 * @param standardize whether features are taken to mean 0 and deviation 1 over the training windows; {@code LINEAR}
 *     and {@code MLP} alone, the others decide it themselves
 * @param trainWindows which windows of the training and validation clips are used
 * @param testWindows which windows of a test clip are used, and of the others under {@code TrainWindows.ALL}
 * @param subset how the labelled part is drawn
 * @param labelFraction share of the training labels that are used, above 0 to 1
 * @param intervals what is resampled for the intervals
 * @param featureCache folder that keeps computed features: {@code auto} (beside the store), {@code none} or a path
 * @param repeats how often all is repeated with other crops and start values; the metrics are the means
 */
public record ProbeConfig(
        Head head,
        double learningRate,
        double weightDecay,
        int batchSize,
        Average average,
        Procedure procedure,
        int maxEpochs,
        int earlyStopPatience,
        boolean standardize,
        TrainWindows trainWindows,
        WindowRule testWindows,
        Subset subset,
        double labelFraction,
        Intervals intervals,
        String featureCache,
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
        /** Heads with and without a hidden layer over a grid of settings, chosen on the validation clips. */
        GRID
    }

    /** What is averaged over the windows of a test clip. */
    public enum Average {
        /** The probabilities: sigmoids, or the softmax if a clip has one label. */
        SIGMOID,
        /** The logits, before the sigmoid or softmax. */
        LOGIT
    }

    /** How a linear or MLP head is trained. */
    public enum Procedure {
        /** Windows in order, the rate kept, an end when both validation scores stay below the last good epoch's. */
        CLMR_V1,
        /** Windows shuffled, the rate cut on a plateau of the validation loss, an end when it falls no more. */
        CLMR_V2
    }

    /** Which windows of the training and validation clips are used. */
    public enum TrainWindows {
        /** One random window a clip, drawn once and kept through all epochs, as published. */
        RANDOM_ONE,
        /** All whole windows that the window rule keeps, each with its clip's labels. */
        ALL
    }

    /** How the part of the training clips is drawn whose labels are used. */
    public enum Subset {
        /** Songs: all clips of one are in or out. */
        SONGS,
        /** Clips of each combination of tags by itself, at least one of each, as the first published code. */
        BALANCED_POWERSET
    }

    /** What is resampled for the intervals. */
    public enum Intervals {
        /** Artists if every test clip has one, else songs. */
        AUTO,
        CLIP,
        SONG,
        ARTIST
    }

    private static final String AUTO = "auto";

    public ProbeConfig {
        require(learningRate > 0 && learningRate <= 10, "learning_rate", learningRate, "above 0 and at most 10");
        require(weightDecay >= 0 && weightDecay <= 10, "weight_decay", weightDecay, "0 to 10");
        require(batchSize >= 1, "batch_size", batchSize, "at least 1");
        require(maxEpochs >= 1, "max_epochs", maxEpochs, "at least 1");
        require(earlyStopPatience >= 1, "early_stop_patience", earlyStopPatience, "at least 1");
        require(labelFraction > 0 && labelFraction <= 1, "label_fraction", labelFraction, "above 0 and at most 1");
        require(repeats >= 1 && repeats <= 1000, "repeats", repeats, "1 to 1000");
        if (featureCache.isBlank()) {
            throw new IllegalArgumentException("feature_cache is empty, expected auto, none or a folder");
        }
    }

    /** Returns the protocol of the second published code, the one that people have. */
    public static ProbeConfig defaults() {
        return new ProbeConfig(
                Head.LINEAR,
                1e-3,
                1e-6,
                256,
                Average.SIGMOID,
                Procedure.CLMR_V2,
                200,
                10,
                false,
                TrainWindows.RANDOM_ONE,
                WindowRule.DROP_LAST,
                Subset.SONGS,
                1.0,
                Intervals.AUTO,
                AUTO,
                1);
    }

    /** Returns the protocol of the first published code, the one that made the scores. */
    public static ProbeConfig firstPublished() {
        return new ProbeConfig(
                Head.LINEAR,
                1e-3,
                1e-4,
                2048,
                Average.LOGIT,
                Procedure.CLMR_V1,
                50,
                5,
                false,
                TrainWindows.ALL,
                WindowRule.DROP_LAST,
                Subset.BALANCED_POWERSET,
                1.0,
                Intervals.AUTO,
                AUTO,
                1);
    }

    /** Returns the same with another head. */
    public ProbeConfig withHead(Head other) {
        return new ProbeConfig(
                other,
                learningRate,
                weightDecay,
                batchSize,
                average,
                procedure,
                maxEpochs,
                earlyStopPatience,
                standardize,
                trainWindows,
                testWindows,
                subset,
                labelFraction,
                intervals,
                featureCache,
                repeats);
    }

    /** Returns the same with another share of labels, drawn in the same way. */
    public ProbeConfig withLabelFraction(double other) {
        return withSubset(subset, other);
    }

    /** Returns the same with another labelled part. */
    public ProbeConfig withSubset(Subset otherSubset, double otherFraction) {
        return new ProbeConfig(
                head,
                learningRate,
                weightDecay,
                batchSize,
                average,
                procedure,
                maxEpochs,
                earlyStopPatience,
                standardize,
                trainWindows,
                testWindows,
                otherSubset,
                otherFraction,
                intervals,
                featureCache,
                repeats);
    }

    /** Returns the same with other windows of the training and validation clips, and what is averaged in the test. */
    public ProbeConfig withWindows(TrainWindows otherWindows, Average otherAverage) {
        return new ProbeConfig(
                head,
                learningRate,
                weightDecay,
                batchSize,
                otherAverage,
                procedure,
                maxEpochs,
                earlyStopPatience,
                standardize,
                otherWindows,
                testWindows,
                subset,
                labelFraction,
                intervals,
                featureCache,
                repeats);
    }

    /** Returns the same with other units of the intervals and number of repeats. */
    public ProbeConfig withIntervals(Intervals otherIntervals, int otherRepeats) {
        return new ProbeConfig(
                head,
                learningRate,
                weightDecay,
                batchSize,
                average,
                procedure,
                maxEpochs,
                earlyStopPatience,
                standardize,
                trainWindows,
                testWindows,
                subset,
                labelFraction,
                otherIntervals,
                featureCache,
                otherRepeats);
    }

    private static void require(boolean holds, String key, Number found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is " + found + ", expected " + expected);
        }
    }
}
