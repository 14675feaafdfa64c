package io.clmr.eval.probe;

import io.clmr.data.dataset.Clip;
import io.clmr.eval.features.FeatureTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The windows of some clips one below the other, each with its clip's tags.
 *
 * @param features [rows][featureDim]
 * @param tags indexes of each row's tags
 */
@SuppressWarnings("ArrayRecordComponent") // large matrices that are handed over, not compared
record ProbeRows(float[][] features, int[][] tags) {

    static ProbeRows of(FeatureTable table) {
        List<float[]> features = new ArrayList<>();
        List<int[]> tags = new ArrayList<>();
        for (int n = 0; n < table.clips().size(); n++) {
            Clip clip = table.clips().get(n);
            int[] carried = clip.tags().orElse(List.of()).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (float[] window : table.windows().get(n)) {
                features.add(window);
                tags.add(carried);
            }
        }
        return new ProbeRows(features.toArray(float[][]::new), tags.toArray(int[][]::new));
    }

    int size() {
        return features.length;
    }

    int dim() {
        return features[0].length;
    }

    /** Returns the same with other features. */
    ProbeRows withFeatures(float[][] others) {
        return new ProbeRows(others, tags);
    }

    /** Returns rows in an order. */
    ProbeRows at(int[] order, int from, int to) {
        return new ProbeRows(
                IntStream.range(from, to).mapToObj(n -> features[order[n]]).toArray(float[][]::new),
                IntStream.range(from, to).mapToObj(n -> tags[order[n]]).toArray(int[][]::new));
    }
}
