package io.clmr.eval.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * ROC-AUC and average precision of each tag and their plain (macro) means, equal to scikit-learn's.
 *
 * <p>A tag that no test clip carries, or that all carry, has neither; it is left out of the means and named in
 * {@link #leftOut()}.
 *
 * @param perTag the tags that have both metrics, in the order of the tags
 * @param leftOut the names of the others
 * @param rocAucMacro mean over {@code perTag}; NaN if it is empty
 * @param prAucMacro mean over {@code perTag}; NaN if it is empty
 */
public record TagMetrics(List<TagScore> perTag, List<String> leftOut, double rocAucMacro, double prAucMacro) {
    public TagMetrics {
        perTag = List.copyOf(perTag);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Returns the metrics of a score matrix.
     *
     * @param scores [clips][tags], any monotone score
     * @param labels [clips][tags]
     * @param tags the names of the columns
     */
    public static TagMetrics of(float[][] scores, boolean[][] labels, List<String> tags) {
        return new ScoredClips(scores, labels, tags).metrics();
    }

    /**
     * Returns the area under the ROC curve: the share of (positive, negative) pairs in the right order, a tie
     * counting half. NaN without positives or negatives.
     */
    public static double rocAuc(double[] scores, boolean[] positive) {
        return new RankedScores(scores, positive).rocAuc(RankedScores.ones(scores.length));
    }

    /** Returns the step-wise average precision of scikit-learn (no trapezoids). NaN without positives. */
    public static double averagePrecision(double[] scores, boolean[] positive) {
        return new RankedScores(scores, positive).averagePrecision(RankedScores.ones(scores.length));
    }

    static TagMetrics of(List<RankedScores> columns, boolean[][] labels, List<String> tags) {
        List<TagScore> perTag = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        int[] ones = RankedScores.ones(labels.length);
        for (int tag = 0; tag < tags.size(); tag++) {
            RankedScores column = columns.get(tag);
            if (!column.isDefined(ones)) {
                leftOut.add(tags.get(tag));
                continue;
            }
            int positives = 0;
            for (boolean[] row : labels) {
                positives += row[tag] ? 1 : 0;
            }
            perTag.add(new TagScore(tags.get(tag), positives, column.rocAuc(ones), column.averagePrecision(ones)));
        }
        return new TagMetrics(
                perTag,
                leftOut,
                perTag.stream().mapToDouble(TagScore::rocAuc).average().orElse(Double.NaN),
                perTag.stream().mapToDouble(TagScore::prAuc).average().orElse(Double.NaN));
    }
}
