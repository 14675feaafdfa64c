package io.clmr.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is logged of a step.
 *
 * @param step steps taken, this one included, from 1
 * @param totalSteps steps of the whole run
 * @param epoch the epoch it belongs to, from 0
 * @param loss of this step's batch
 * @param chance loss of an encoder that knows nothing: that of equal projections, ln(2 · batch − 1) for NT-Xent
 * @param topOne share of the views whose most similar view in the batch is the one of the same clip, or of
 *     the predictions nearest to what came, 0 to 1
 * @param health how the projections lie on the unit sphere, where two views are compared
 * @param learningRate of this step
 * @param viewsPerSecond views trained on per second since the last log
 * @param waitingShare share of that time the trainer waited for views, 0 to 1
 * @param etaSeconds time to the end of the run at that speed
 * @param elapsedSeconds time since this process began to train
 */
public record StepMetrics(
        long step,
        long totalSteps,
        long epoch,
        double loss,
        double chance,
        double topOne,
        Optional<EmbeddingHealth> health,
        double learningRate,
        double viewsPerSecond,
        double waitingShare,
        double etaSeconds,
        double elapsedSeconds) {

    /** Returns the figures by the names they have in {@code metrics.jsonl}. */
    Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", loss);
        values.put("chance", chance);
        values.put("contrastive_top1", topOne);
        health.ifPresent(known -> {
            values.put("alignment", known.alignment());
            values.put("uniformity", known.uniformity());
            values.put("effective_rank", known.effectiveRank());
        });
        values.put("learning_rate", learningRate);
        values.put("views_per_second", viewsPerSecond);
        values.put("waiting_share", waitingShare);
        values.put("eta_seconds", etaSeconds);
        values.put("elapsed_seconds", elapsedSeconds);
        return values;
    }
}
