package io.clmr.lab.reproduce;

import java.util.Map;

/**
 * A model by its size and what it scores.
 *
 * @param model its name
 * @param parameters trained numbers of the encoder
 * @param metrics {@code pr_auc_macro} and {@code roc_auc_macro}, from 0 to 1, as far as they are known
 */
public record ModelPoint(String model, long parameters, Map<String, Double> metrics) {

    public ModelPoint {
        metrics = Map.copyOf(metrics);
    }
}
