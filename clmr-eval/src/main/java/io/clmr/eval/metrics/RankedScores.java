package io.clmr.eval.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * One tag's scores, sorted once, so that ROC-AUC and average precision under any weighting of the clips cost one pass.
 *
 * <p>The weights are how often a clip was drawn in a bootstrap resample; all ones gives the plain metric.
 */
final class RankedScores {
    private final int[] order; // clip indexes by falling score
    private final boolean[] endsTie; // endsTie[n]: the next score is lower, so a threshold can stand here
    private final boolean[] positive; // by clip index

    RankedScores(double[] scores, boolean[] positive) {
        if (scores.length != positive.length) {
            throw new IllegalArgumentException(scores.length + " scores for " + positive.length + " labels");
        }
        for (int n = 0; n < scores.length; n++) {
            if (Double.isNaN(scores[n])) {
                throw new IllegalArgumentException("score " + n + " is NaN, expected a number");
            }
        }
        this.positive = positive.clone();
        order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(n -> -scores[n]))
                .mapToInt(Integer::intValue)
                .toArray();
        endsTie = new boolean[order.length];
        for (int n = 0; n < order.length; n++) {
            // == instead of compare: 0.0 and -0.0 are one score
            endsTie[n] = n + 1 == order.length || scores[order[n]] != scores[order[n + 1]];
        }
    }

    static int[] ones(int size) {
        int[] weights = new int[size];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Says whether both metrics exist under these weights: at least one positive and one negative clip. */
    boolean isDefined(int[] weights) {
        boolean anyPositive = false;
        boolean anyNegative = false;
        for (int n = 0; n < positive.length && !(anyPositive && anyNegative); n++) {
            anyPositive |= weights[n] > 0 && positive[n];
            anyNegative |= weights[n] > 0 && !positive[n];
        }
        return anyPositive && anyNegative;
    }

    /** Returns the share of (positive, negative) pairs in the right order, a tie counting half; NaN if undefined. */
    double rocAuc(int[] weights) {
        long positives = 0;
        long negatives = 0;
        double wins = 0; // pairs won, counted from the top; whole and half numbers, so exact up to 2^52
        long tiedPositives = 0;
        long tiedNegatives = 0;
        for (int n = 0; n < order.length; n++) {
            int weight = weights[order[n]];
            if (positive[order[n]]) {
                tiedPositives += weight;
            } else {
                tiedNegatives += weight;
            }
            if (endsTie[n]) {
                wins += (double) tiedNegatives * positives + 0.5 * tiedNegatives * tiedPositives;
                positives += tiedPositives;
                negatives += tiedNegatives;
                tiedPositives = 0;
                tiedNegatives = 0;
            }
        }
        return wins / ((double) positives * negatives);
    }

    /**
     * Returns the step-wise average precision, the sum over thresholds of precision times the rise in recall; NaN
     * without positives.
     */
    double averagePrecision(int[] weights) {
        long truePositives = 0;
        long predicted = 0;
        long rise = 0;
        double sum = 0;
        for (int n = 0; n < order.length; n++) {
            int weight = weights[order[n]];
            predicted += weight;
            if (positive[order[n]]) {
                rise += weight;
            }
            if (endsTie[n] && rise > 0) {
                truePositives += rise;
                sum += rise * ((double) truePositives / predicted);
                rise = 0;
            }
        }
        return sum / truePositives;
    }
}
