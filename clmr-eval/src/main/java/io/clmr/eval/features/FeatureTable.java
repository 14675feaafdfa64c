package io.clmr.eval.features;

import io.clmr.data.dataset.Clip;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The features of some clips.
 *
 * @param clips those that gave at least one window, in the order they were asked for
 * @param windows of each of these clips, [windows][featureDim]
 * @param skipped keys of the others, with the reason
 */
public record FeatureTable(List<Clip> clips, List<float[][]> windows, List<String> skipped) {
    public FeatureTable {
        clips = List.copyOf(clips);
        windows = List.copyOf(windows);
        skipped = List.copyOf(skipped);
        if (clips.size() != windows.size()) {
            throw new IllegalArgumentException(clips.size() + " clips, but windows of " + windows.size());
        }
        for (int n = 0; n < clips.size(); n++) {
            NotFiniteException.refuse("features of " + clips.get(n).key(), windows.get(n));
        }
    }

    /** Returns the part with these clips, those of them that are here or were skipped. */
    public FeatureTable only(List<Clip> wanted) {
        Set<String> keys = wanted.stream().map(Clip::key).collect(Collectors.toSet());
        List<Clip> kept = new ArrayList<>();
        List<float[][]> rows = new ArrayList<>();
        for (int n = 0; n < clips.size(); n++) {
            if (keys.contains(clips.get(n).key())) {
                kept.add(clips.get(n));
                rows.add(windows.get(n));
            }
        }
        List<String> without = skipped.stream()
                .filter(line -> wanted.stream().anyMatch(clip -> line.startsWith(clip.key() + ": ")))
                .toList();
        return new FeatureTable(kept, rows, without);
    }

    /** Returns the mean over each clip's windows, [clips][featureDim]. */
    public float[][] clipMeans() {
        return windows.stream().map(FeatureTable::mean).toArray(float[][]::new);
    }

    /** Returns the mean of rows, [rows][featureDim]. */
    public static float[] mean(float[][] rows) {
        float[] mean = new float[rows[0].length];
        for (int d = 0; d < mean.length; d++) {
            double sum = 0;
            for (float[] row : rows) {
                sum += row[d];
            }
            mean[d] = (float) (sum / rows.length);
        }
        return mean;
    }
}
