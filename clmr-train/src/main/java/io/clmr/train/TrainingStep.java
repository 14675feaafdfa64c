package io.clmr.train;

import ai.djl.ndarray.NDArray;
import io.clmr.core.loss.ContrastiveLoss;
import io.clmr.core.loss.InfoNce;
import io.clmr.core.loss.Loss;
import io.clmr.core.model.ContrastiveModel;
import java.util.Optional;

/** How a batch becomes a loss, and its gradient is added to the parameters. */
sealed interface TrainingStep permits ContrastiveStep, PredictiveStep {

    /** What came out of a step; arrays belong to the step's scope. */
    sealed interface Result permits ContrastiveStep.Result, PredictiveStep.Result {

        /** Returns a scalar. */
        NDArray loss();

        /** Returns the share of the choices that were made right, 0 to 1. */
        double topOne();

        /** Returns how the projections lie, if there are projections of two views. */
        Optional<EmbeddingHealth> health();
    }

    /**
     * Goes forward and backward.
     *
     * @param views each [batch, 1, samples], owned by the step's scope
     * @param step number of the step, from 1
     */
    Result run(NDArray[] views, long step);

    /** Makes the step that goes with a loss. */
    static TrainingStep of(ContrastiveModel model, Loss loss, TrainConfig config) {
        return loss instanceof InfoNce prediction
                ? new PredictiveStep(model, prediction, config.seed())
                : new ContrastiveStep(model, (ContrastiveLoss) loss, config.accumulate());
    }
}
