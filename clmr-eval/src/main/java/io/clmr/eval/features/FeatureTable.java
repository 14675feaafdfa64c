package io.clmr.eval.features;

import io.clmr.data.dataset.Clip;
import java.util.List;

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
    }

    /** Returns the mean over each clip's windows, [clips][featureDim]. */
    public float[][] clipMeans() {
        return windows.stream().map(FeatureTable::mean).toArray(float[][]::new);
    }

    private static float[] mean(float[][] rows) {
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
