package io.clmr.eval.probe;

import io.clmr.eval.metrics.TagMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A head in training on the validation windows; computes what it is asked for. */
record ValidationPass(HeadNetwork network, ProbeRows valid, ProbeTask task, int batch) {

    /** Mean scores over batches of validation windows. */
    record Scores(double rocAuc, double averagePrecision) {}

    /** Returns the mean over all windows and tags of the binary, or over windows of the softmax cross entropy. */
    double loss() {
        double sum = 0;
        for (int from = 0; from < valid.size(); from += batch) {
            int to = Math.min(valid.size(), from + batch);
            float[][] logits = network.logits(Arrays.copyOfRange(valid.features(), from, to));
            for (int n = from; n < to; n++) {
                sum += task.singleLabel() ? softmaxLoss(logits, n - from, n) : binaryLoss(logits, n - from, n);
            }
        }
        return sum / (task.singleLabel() ? valid.size() : (double) valid.size() * task.tags());
    }

    private double binaryLoss(float[][] logits, int column, int row) {
        double sum = 0;
        for (float[] tag : logits) {
            // log(1 + e^z) without overflow
            sum += Math.max(0, tag[column]) + Math.log1p(Math.exp(-Math.abs(tag[column])));
        }
        for (int tag : valid.tags()[row]) {
            sum -= logits[tag][column];
        }
        return sum;
    }

    private double softmaxLoss(float[][] logits, int column, int row) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float[] tag : logits) {
            largest = Math.max(largest, tag[column]);
        }
        double sum = 0;
        for (float[] tag : logits) {
            sum += Math.exp(tag[column] - largest);
        }
        return largest + Math.log(sum) - logits[valid.tags()[row][0]][column];
    }

    /** Returns the means over the batches of each batch's macro scores, as the first published code takes them. */
    Scores scores() {
        List<String> names =
                IntStream.range(0, task.tags()).mapToObj(Integer::toString).toList();
        double roc = 0;
        double precision = 0;
        int batches = 0;
        for (int from = 0; from < valid.size(); from += batch) {
            int to = Math.min(valid.size(), from + batch);
            float[][] logits = network.logits(Arrays.copyOfRange(valid.features(), from, to));
            float[][] scores = new float[to - from][task.tags()];
            boolean[][] labels = new boolean[to - from][task.tags()];
            for (int n = 0; n < scores.length; n++) {
                for (int tag = 0; tag < task.tags(); tag++) {
                    scores[n][tag] = logits[tag][n];
                }
                for (int tag : valid.tags()[from + n]) {
                    labels[n][tag] = true;
                }
            }
            TagMetrics metrics = TagMetrics.of(scores, labels, names);
            if (!metrics.perTag().isEmpty()) {
                roc += metrics.rocAucMacro();
                precision += metrics.prAucMacro();
                batches++;
            }
        }
        return new Scores(batches == 0 ? 0 : roc / batches, batches == 0 ? 0 : precision / batches);
    }
}
