package io.clmr.eval.probe;

import io.clmr.data.dataset.Clip;
import io.clmr.eval.features.FeatureTable;
import java.util.List;

/**
 * What a head is fitted on.
 *
 * @param train features of the training clips
 * @param valid features of the validation clips
 * @param tags how many tags there are
 * @param singleLabel whether each clip has exactly one of them
 */
record ProbeTask(FeatureTable train, FeatureTable valid, int tags, boolean singleLabel) {

    /** Returns the labels of clips, [clips][tags]. */
    static boolean[][] labels(List<Clip> clips, int tags) {
        boolean[][] labels = new boolean[clips.size()][tags];
        for (int n = 0; n < labels.length; n++) {
            for (int tag : clips.get(n).tags().orElse(List.of())) {
                labels[n][tag] = true;
            }
        }
        return labels;
    }

    /** Returns the classes of single-label clips. */
    static int[] classes(List<Clip> clips) {
        return clips.stream().mapToInt(clip -> clip.tags().orElseThrow().get(0)).toArray();
    }
}
