package io.clmr.eval.metrics;

/**
 * What one tag scored on the test clips.
 *
 * @param positives test clips that carry the tag
 * @param rocAuc area under the ROC curve, 0 to 1
 * @param prAuc step-wise average precision, 0 to 1
 */
public record TagScore(String tag, int positives, double rocAuc, double prAuc) {}
