package io.clmr.eval.probe;

import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.Split;
import io.clmr.eval.features.FeatureTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Small tables of features with tags that depend on them. */
final class Tables {
    private Tables() {}

    static Clip clip(String key, Split split, List<Integer> tags, String song) {
        return new Clip(key, Path.of(key), split, Optional.of(tags), song, Optional.empty());
    }

    /** Gaussian features; tag k is likelier the larger feature k is. Single-label clips carry the largest. */
    static FeatureTable random(int clips, int windows, int dim, int tags, boolean singleLabel, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Clip> made = new ArrayList<>();
        List<float[][]> rows = new ArrayList<>();
        for (int n = 0; n < clips; n++) {
            float[][] features = new float[windows][dim];
            for (float[] row : features) {
                for (int d = 0; d < dim; d++) {
                    row[d] = (float) random.nextGaussian();
                }
            }
            List<Integer> carried = new ArrayList<>();
            int largest = 0;
            for (int tag = 0; tag < tags; tag++) {
                largest = features[0][tag] > features[0][largest] ? tag : largest;
                if (!singleLabel && features[0][tag] + 0.3 * random.nextGaussian() > 0.5) {
                    carried.add(tag);
                }
            }
            made.add(clip("clip" + n, Split.TRAIN, singleLabel ? List.of(largest) : carried, "song" + n / 2));
            rows.add(features);
        }
        return new FeatureTable(made, rows, List.of());
    }
}
