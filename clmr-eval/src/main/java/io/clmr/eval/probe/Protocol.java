package io.clmr.eval.probe;

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
 * @param learningRate of the head at the start
 * @param batchSize of the head
 * @param maxEpochs of the head
 * @param earlyStopPatience of the head
 * @param labelFraction share of the training songs used
 * @param repeats with seeds {@code seed}, {@code seed} + 1 …
 * @param seed of the crops, the start values and the order of the windows
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
        double learningRate,
        int batchSize,
        int maxEpochs,
        int earlyStopPatience,
        double labelFraction,
        int repeats,
        long seed,
        int bootstrapResamples,
        String bootstrapGroups,
        Map<String, String> versions) {}
