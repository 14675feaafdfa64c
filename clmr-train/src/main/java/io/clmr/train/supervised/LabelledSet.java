package io.clmr.train.supervised;

import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import io.clmr.train.views.TrainingSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tracks and their tags.
 *
 * @param tracks those of the clips that are usable and a window long
 * @param tags indexes by clip key
 * @param outputs how many tags there are
 * @param singleLabel whether each clip has exactly one
 */
public record LabelledSet(TrainingSet tracks, Map<String, List<Integer>> tags, int outputs, boolean singleLabel) {

    /** Chooses the tracks of labelled clips. */
    public static LabelledSet of(
            ClipReader reader, List<Clip> clips, int windowSamples, int outputs, boolean singleLabel) {
        Map<String, List<Integer>> tags = new LinkedHashMap<>();
        clips.forEach(clip -> tags.put(clip.key(), clip.tags().orElse(List.of())));
        return new LabelledSet(TrainingSet.ofClips(reader, clips, windowSamples), tags, outputs, singleLabel);
    }

    /** Returns a hash over tracks and tags. */
    public String fingerprint() {
        return tracks.fingerprint() + "-" + Integer.toHexString(tags.hashCode());
    }

    /** Returns a row of zeros and ones for each track, [tracks, outputs]. */
    float[] labels(List<String> keys) {
        float[] labels = new float[keys.size() * outputs];
        for (int n = 0; n < keys.size(); n++) {
            for (int tag : Objects.requireNonNull(tags.get(keys.get(n)))) {
                labels[n * outputs + tag] = 1;
            }
        }
        return labels;
    }
}
