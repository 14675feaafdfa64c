package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.data.dataset.Split;
import io.clmr.data.npy.NpyArray;
import io.clmr.eval.Golden;
import io.clmr.eval.features.FeatureTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainedHeadTest {
    /** The reference's windows as features of a head that passes them on. */
    @Test
    void averagesTheSigmoidsOfAClipsWindows() throws IOException {
        Map<String, NpyArray> golden = Golden.npz("metrics.npz");
        double[] logits = golden.get("window_logits").values(); // [6, 9, 5]
        double[] expected = golden.get("clip_scores").values(); // [6, 5]
        float[][] scores = identity(Pooling.PROBABILITIES).scores(table(logits));
        for (int n = 0; n < expected.length; n++) {
            assertEquals(expected[n], scores[n / 5][n % 5], 1e-6); // float32 in between
        }
    }

    @Test
    void averagesLogitsWhenAsked() throws IOException {
        double[] logits = Golden.npz("metrics.npz").get("window_logits").values();
        float[][] scores = identity(Pooling.LOGITS).scores(table(logits));
        double sum = 0;
        for (int window = 0; window < 9; window++) {
            sum += logits[window * 5 + 3];
        }
        assertEquals(sum / 9, scores[0][3], 1e-6);
    }

    @Test
    void softmaxAddsUpToOneAndDoesNotOverflow() {
        double[] p = TrainedHead.probabilities(new double[] {1000, 1000, 0}, true);
        assertArrayEquals(new double[] {0.5, 0.5, 0}, p, 1e-12);
    }

    private static FeatureTable table(double[] logits) {
        List<float[][]> windows = new ArrayList<>();
        for (int clip = 0; clip < 6; clip++) {
            float[][] rows = new float[9][5];
            for (int n = 0; n < 45; n++) {
                rows[n / 5][n % 5] = (float) logits[clip * 45 + n];
            }
            windows.add(rows);
        }
        return new FeatureTable(
                List.of("a", "b", "c", "d", "e", "f").stream()
                        .map(key -> Tables.clip(key, Split.TEST, List.of(), key))
                        .toList(),
                windows,
                List.of());
    }

    private static TrainedHead identity(Pooling pooling) {
        float[][] weight = new float[5][5];
        for (int n = 0; n < 5; n++) {
            weight[n][n] = 1;
        }
        return new TrainedHead(List.of(new TrainedHead.Layer(weight, new float[5])), pooling, false, 1, "");
    }
}
