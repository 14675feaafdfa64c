package io.clmr.train;

import io.clmr.augment.TransformConfig;
import io.clmr.core.loss.InfoNceConfig;
import io.clmr.core.loss.Loss;
import io.clmr.core.loss.LossConfig;
import io.clmr.core.model.EncoderRegistry;
import io.clmr.core.model.ModelConfig;
import io.clmr.train.optim.OptimizerConfig;
import io.clmr.train.optim.ScheduleConfig;
import io.clmr.train.views.PositivesConfig;
import io.clmr.train.views.ViewSettings;
import java.util.List;

/**
 * Everything that decides a contrastive run but the data.
 *
 * @param model the network
 * @param augment the chain of transforms in order; may be empty
 * @param augmentViews which views it is applied to
 * @param positives where the second view of a clip is cut from
 * @param loss the contrastive loss
 * @param optimizer the update rule
 * @param schedule the learning rate's curve
 * @param train the loop
 */
public record PretrainConfig(
        ModelConfig model,
        List<TransformConfig> augment,
        AugmentViews augmentViews,
        PositivesConfig positives,
        LossConfig loss,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        TrainConfig train) {

    public PretrainConfig {
        augment = List.copyOf(augment);
    }

    /** Describes a run in which both views are cut from one clip, as in the paper. */
    public PretrainConfig(
            ModelConfig model,
            List<TransformConfig> augment,
            AugmentViews augmentViews,
            LossConfig loss,
            OptimizerConfig optimizer,
            ScheduleConfig schedule,
            TrainConfig train) {
        this(model, augment, augmentViews, PositivesConfig.defaults(), loss, optimizer, schedule, train);
    }

    /** Returns what decides the views. */
    public ViewSettings views() {
        boolean predicts = futureSteps() > 0;
        boolean later = augmentViews == AugmentViews.BOTH;
        return new ViewSettings(train.seed(), model.samples(), augment, later, positives, predicts ? 1 : train.views());
    }

    /** Returns these settings with another loop. */
    public PretrainConfig withTrain(TrainConfig other) {
        return new PretrainConfig(model, augment, augmentViews, positives, loss, optimizer, schedule, other);
    }

    /** Returns how many steps ahead the network predicts; 0 if it compares views. */
    private int futureSteps() {
        return EncoderRegistry.load().find(model.encoder()).futureSteps(model);
    }

    /**
     * Makes the loss.
     *
     * @throws IllegalArgumentException if the encoder cannot be trained by it
     */
    public Loss createLoss() {
        int steps = futureSteps();
        if (steps > 0 != loss instanceof InfoNceConfig) {
            throw new IllegalArgumentException("model.encoder is " + model.encoder()
                    + (steps > 0
                            ? ", which is trained by predicting, expected loss.name info_nce"
                            : ", which predicts nothing, expected another loss than info_nce, or model.encoder cpc"));
        }
        if (loss instanceof InfoNceConfig predicted && predicted.positions() <= steps) {
            throw new IllegalArgumentException("loss.positions is " + predicted.positions()
                    + ", expected more than the " + steps + " steps that model.projection_dim predicts");
        }
        if (steps > 0 && train.accumulate() > 1) {
            throw new IllegalArgumentException(
                    "train.accumulate is " + train.accumulate() + ", expected 1 with loss info_nce");
        }
        return loss.create();
    }
}
