package io.clmr.train.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run stood when a checkpoint was written: with the arrays beside it, all that the next step depends on.
 *
 * @param formatVersion of this file, {@link #FORMAT_VERSION}
 * @param step steps taken
 * @param epoch epochs that are over
 * @param batchInEpoch batches of the current epoch that are over
 * @param seed of the run; order, crops and transforms follow from it and the numbers above
 * @param optimizerSteps steps the optimiser counts, for its bias corrections
 * @param schedule what the learning rate's schedule remembers
 * @param epochLossSum sum of the losses of the current epoch, for schedules that look at it
 * @param configFingerprint hash over the keys that decide the run
 * @param dataFingerprint hash over the training tracks
 * @param probe what the online probe scored these very weights, by name; empty if it was not asked
 */
public record TrainingState(
        @JsonProperty("format_version") int formatVersion,
        @JsonProperty("step") long step,
        @JsonProperty("epoch") long epoch,
        @JsonProperty("batch_in_epoch") long batchInEpoch,
        @JsonProperty("seed") long seed,
        @JsonProperty("optimizer_steps") long optimizerSteps,
        @JsonProperty("schedule") Map<String, Double> schedule,
        @JsonProperty("epoch_loss_sum") double epochLossSum,
        @JsonProperty("config_fingerprint") String configFingerprint,
        @JsonProperty("data_fingerprint") String dataFingerprint,

        @JsonProperty("probe") @JsonSetter(nulls = Nulls.AS_EMPTY)
        Map<String, Double> probe) {

    /** The format this program writes and reads. */
    public static final int FORMAT_VERSION = 1;

    /** The online probe's score that decides which checkpoint is the best: the mean average precision of the tags. */
    public static final String SCORE = "pr_auc_macro";

    public TrainingState {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "format_version is " + formatVersion + ", this program reads " + FORMAT_VERSION);
        }
        if (step < 0 || epoch < 0 || batchInEpoch < 0 || optimizerSteps < 0) {
            throw new IllegalArgumentException("step is " + step + ", epoch " + epoch + ", batch_in_epoch "
                    + batchInEpoch + ", optimizer_steps " + optimizerSteps + ", expected at least 0");
        }
        schedule = Map.copyOf(schedule);
        probe = Map.copyOf(probe);
    }

    /** Returns the score that checkpoints are compared by; empty if there is none or it is not a number. */
    @JsonIgnore
    public Optional<Double> score() {
        return Optional.ofNullable(probe.get(SCORE)).filter(Double::isFinite);
    }
}
