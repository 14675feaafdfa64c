package io.clmr.eval.probe;

import java.util.List;
import java.util.Map;

/**
 * The passport of a score: two scores may be compared only if theirs agree.
 *
 * @param split name of the split, such as {@code pons2017}
 * @param splitHash of the clip keys of each part, in order
 * @param tagsHash of the tag names, in order
 * @param task {@code multi_label} or {@code single_label}
 * @param sampleRateHz of the audio
 * @param windowSamples of the encoder's window; 0 = the whole clip
 * @param windowRule which windows of a test clip count
 * @param trainWindows which windows of the training clips count
 * @param head what was fitted on the features
 * @param activation what makes a score of a logit
 * @param average what is averaged over a clip's windows
 * @param procedure how a linear or MLP head is trained: {@code clmr_v1} or {@code clmr_v2}
 * @param standardize whether features are taken to mean 0 and deviation 1: {@code yes}, {@code no}, or {@code grid}
 * @param choices what the validation clips choose from; empty if nothing is chosen
 * @param learningRate of the head at the start
 * @param weightDecay of the head
 * @param batchSize of the head
 * @param maxEpochs of the head
 * @param earlyStopPatience of the head
 * @param subset how the labelled part is drawn: {@code songs} or {@code balanced_powerset}
 * @param labelFraction share of the training labels used
 * @param repeats with seeds {@code seed}, {@code seed} + 1 …
 * @param seed of the crops, the start values and the order of the windows
 * @param seeds of the repeats
 * @param bootstrapResamples behind each interval
 * @param bootstrapGroups what was resampled: {@code song}, {@code artist} or {@code clip}
 * @param versions of clmr, Java, DJL and the native engine
 */
public record Protocol(
        String split,
        String splitHash,
        String tagsHash,
        String task,
        int sampleRateHz,
        int windowSamples,
        String windowRule,
        String trainWindows,
        String head,
        String activation,
        String average,
        String procedure,
        String standardize,
        String choices,
        double learningRate,
        double weightDecay,
        int batchSize,
        int maxEpochs,
        int earlyStopPatience,
        String subset,
        double labelFraction,
        int repeats,
        long seed,
        List<Long> seeds,
        int bootstrapResamples,
        String bootstrapGroups,
        Map<String, String> versions) {

    /** Returns the passport of a head that was trained elsewhere, so that no setting of a probe applies. */
    Protocol withHead(String name) {
        return new Protocol(
                split,
                splitHash,
                tagsHash,
                task,
                sampleRateHz,
                windowSamples,
                windowRule,
                "all_epochs_random_one",
                name,
                activation,
                average,
                "none",
                "no",
                "",
                0,
                0,
                0,
                0,
                0,
                subset,
                labelFraction,
                repeats,
                seed,
                seeds,
                bootstrapResamples,
                bootstrapGroups,
                versions);
    }
}
