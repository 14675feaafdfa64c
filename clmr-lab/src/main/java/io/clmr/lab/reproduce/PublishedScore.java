package io.clmr.lab.reproduce;

import java.util.Map;

/**
 * A published figure, or a pair of them.
 *
 * @param row what was measured; if {@code inSweep}, a row of the table's sweep
 * @param inSweep whether the table's sweep has this row
 * @param metrics {@code pr_auc_macro} and {@code roc_auc_macro}, from 0 to 1, as far as they are known
 * @param setting what it was measured on and how
 * @param source where it was read
 * @param grade how sure it is
 */
public record PublishedScore(
        String row, boolean inSweep, Map<String, Double> metrics, String setting, String source, Grade grade) {

    /** How a figure came to us. */
    public enum Grade {
        /** Read in its authors' own publication. */
        VERIFIED,
        /** Read where others quote it. */
        SECOND_HAND
    }

    public PublishedScore {
        metrics = Map.copyOf(metrics);
    }
}
