package io.clmr.train;

import io.clmr.core.model.ContrastiveModel;
import java.io.IOException;
import java.util.Map;

/**
 * Evaluates the encoder during training; handed in by the caller, so that training knows nothing of labels.
 *
 * <p>Nothing it computes may reach the training: it gets the live model and must use it in evaluation mode only.
 */
public interface OnlineProbe {

    /**
     * Evaluates the encoder after an epoch.
     *
     * @param model the live model, or the average of its weights where the run keeps one
     * @param epochs epochs that are over
     * @return scores by name, logged with the metrics
     */
    Map<String, Double> evaluate(ContrastiveModel model, long epochs) throws IOException;
}
