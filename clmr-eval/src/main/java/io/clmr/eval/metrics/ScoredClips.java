package io.clmr.eval.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores and labels of the test clips, checked against each other and sorted once for all that is asked of them. */
public final class ScoredClips {
    private final List<String> tags;
    private final boolean[][] labels;
    private final List<RankedScores> columns;

    /**
     * @param scores [clips][tags]
     * @param labels [clips][tags]
     * @param tags the names of the columns
     */
    public ScoredClips(float[][] scores, boolean[][] labels, List<String> tags) {
        if (scores.length == 0 || scores.length != labels.length) {
            throw new IllegalArgumentException(scores.length + " clips with scores and " + labels.length
                    + " with labels, expected as many, and one");
        }
        for (int clip = 0; clip < scores.length; clip++) {
            if (scores[clip].length != tags.size() || labels[clip].length != tags.size()) {
                throw new IllegalArgumentException("clip " + clip + " has " + scores[clip].length + " scores and "
                        + labels[clip].length + " labels, expected " + tags.size() + " of each");
            }
        }
        this.tags = List.copyOf(tags);
        this.labels = labels;
        columns = new ArrayList<>(tags.size());
        for (int tag = 0; tag < tags.size(); tag++) {
            double[] column = new double[scores.length];
            boolean[] positive = new boolean[scores.length];
            for (int clip = 0; clip < scores.length; clip++) {
                column[clip] = scores[clip][tag];
                positive[clip] = labels[clip][tag];
            }
            columns.add(new RankedScores(column, positive));
        }
    }

    public TagMetrics metrics() {
        return TagMetrics.of(columns, labels, tags);
    }

    /**
     * Returns {@code roc_auc_macro} and {@code pr_auc_macro}, each the mean over the tags that have both under these
     * weights; empty means are NaN.
     *
     * @param weights how often each clip counts
     */
    public Map<String, Double> macro(int[] weights) {
        double roc = 0;
        double pr = 0;
        int defined = 0;
        for (RankedScores column : columns) {
            if (column.isDefined(weights)) {
                roc += column.rocAuc(weights);
                pr += column.averagePrecision(weights);
                defined++;
            }
        }
        Map<String, Double> means = new LinkedHashMap<>();
        means.put("roc_auc_macro", roc / defined);
        means.put("pr_auc_macro", pr / defined);
        return means;
    }
}
