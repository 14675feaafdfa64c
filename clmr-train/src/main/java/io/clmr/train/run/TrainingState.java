package io.clmr.train.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

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
        @JsonProperty("data_fingerprint") String dataFingerprint) {

    /** The format this program writes and reads. */
    public static final int FORMAT_VERSION = 1;

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
    }
}
