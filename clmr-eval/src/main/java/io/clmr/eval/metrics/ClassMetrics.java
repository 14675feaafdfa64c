package io.clmr.eval.metrics;

/**
 * Accuracy and macro F1 of single-label predictions, equal to scikit-learn's.
 *
 * @param accuracy share of the clips whose class was predicted
 * @param f1Macro plain mean of the F1 scores of the classes that occur among the labels or the predictions
 */
public record ClassMetrics(double accuracy, double f1Macro) {

    /**
     * Returns the metrics of predicted classes.
     *
     * @param predicted class index of each clip
     * @param labels class index of each clip
     */
    public static ClassMetrics of(int[] predicted, int[] labels, int classes) {
        if (predicted.length != labels.length || labels.length == 0) {
            throw new IllegalArgumentException(
                    predicted.length + " predictions for " + labels.length + " labels, expected as many, and one");
        }
        return of(predicted, labels, classes, RankedScores.ones(labels.length));
    }

    /** Returns the index of the largest score; of equal ones the lowest, as NumPy's argmax. */
    public static int argmax(float[] scores) {
        int best = 0;
        for (int n = 1; n < scores.length; n++) {
            if (scores[n] > scores[best]) {
                best = n;
            }
        }
        return best;
    }

    /**
     * Returns the metrics of clips that count more than once or not at all.
     *
     * @param weights how often each clip counts
     */
    public static ClassMetrics of(int[] predicted, int[] labels, int classes, int[] weights) {
        long[] hits = new long[classes];
        long[] said = new long[classes];
        long[] truth = new long[classes];
        long correct = 0;
        long total = 0;
        for (int n = 0; n < labels.length; n++) {
            said[predicted[n]] += weights[n];
            truth[labels[n]] += weights[n];
            total += weights[n];
            if (predicted[n] == labels[n]) {
                hits[labels[n]] += weights[n];
                correct += weights[n];
            }
        }
        double f1 = 0;
        int present = 0;
        for (int k = 0; k < classes; k++) {
            if (said[k] + truth[k] > 0) {
                f1 += 2.0 * hits[k] / (said[k] + truth[k]);
                present++;
            }
        }
        return new ClassMetrics((double) correct / total, f1 / present);
    }
}
