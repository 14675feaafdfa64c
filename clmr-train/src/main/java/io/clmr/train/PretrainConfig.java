package io.clmr.train;

import io.clmr.augment.TransformConfig;
import io.clmr.core.loss.LossConfig;
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
        return new ViewSettings(
                train.seed(), model.samples(), augment, augmentViews == AugmentViews.BOTH, positives, train.views());
    }

    /** Returns these settings with another loop. */
    public PretrainConfig withTrain(TrainConfig other) {
        return new PretrainConfig(model, augment, augmentViews, positives, loss, optimizer, schedule, other);
    }
}
