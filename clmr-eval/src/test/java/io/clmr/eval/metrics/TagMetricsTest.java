package io.clmr.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.npy.NpyArray;
import io.clmr.eval.Golden;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TagMetricsTest {
    private static final double TOLERANCE = 1e-12;

    @Test
    void equalsScikitLearnOnEveryTag() throws IOException {
        Map<String, NpyArray> golden = Golden.npz("metrics.npz");
        for (int tag = 0; tag < 12; tag++) {
            double[] scores = column(golden.get("scores"), tag);
            boolean[] labels = booleans(column(golden.get("labels"), tag));
            assertEquals(
                    golden.get("roc_auc").values()[tag], TagMetrics.rocAuc(scores, labels), TOLERANCE, "tag " + tag);
            assertEquals(
                    golden.get("average_precision").values()[tag],
                    TagMetrics.averagePrecision(scores, labels),
                    TOLERANCE,
                    "tag " + tag);
        }
    }

    @Test
    void leavesOutATagWithoutPositivesByName() throws IOException {
        Map<String, NpyArray> golden = Golden.npz("metrics.npz");
        NpyArray scores = golden.get("scores");
        NpyArray labels = golden.get("labels_with_empty_tag");
        List<RankedScores> columns = IntStream.range(0, 12)
                .mapToObj(tag -> new RankedScores(column(scores, tag), booleans(column(labels, tag))))
                .toList();
        boolean[][] rows = new boolean[200][12];
        for (int n = 0; n < 200 * 12; n++) {
            rows[n / 12][n % 12] = labels.values()[n] == 1;
        }

        TagMetrics metrics = TagMetrics.of(
                columns, rows, IntStream.range(0, 12).mapToObj(n -> "tag" + n).toList());

        assertEquals(List.of("tag0"), metrics.leftOut());
        assertEquals(11, metrics.perTag().size());
        assertEquals(golden.get("roc_auc_macro_without_empty_tag").values()[0], metrics.rocAucMacro(), TOLERANCE);
        assertEquals(
                golden.get("average_precision_macro_without_empty_tag").values()[0], metrics.prAucMacro(), TOLERANCE);
    }

    @Test
    void leavesOutATagThatEveryClipCarries() {
        TagMetrics metrics = TagMetrics.of(
                new float[][] {{0.1f, 0.2f}, {0.3f, 0.1f}},
                new boolean[][] {{true, true}, {true, false}},
                List.of("music", "rock"));
        assertEquals(List.of("music"), metrics.leftOut());
        assertEquals(new TagScore("rock", 1, 1.0, 1.0), metrics.perTag().get(0));
    }

    /** Scores from five values only, so that most are tied. */
    @Property(tries = 300)
    void equalsTheDoubleLoopUnderTiesAndWeights(
            @ForAll @Size(min = 2, max = 30) List<@IntRange(max = 4) Integer> levels,
            @ForAll @Size(30) List<Boolean> truth,
            @ForAll @Size(30) List<@IntRange(max = 3) Integer> times) {
        int size = levels.size();
        double[] scores = levels.stream().mapToDouble(v -> v / 4.0).toArray();
        boolean[] labels = booleans(
                IntStream.range(0, size).mapToDouble(n -> truth.get(n) ? 1 : 0).toArray());
        int[] weights = IntStream.range(0, size).map(times::get).toArray();
        RankedScores ranked = new RankedScores(scores, labels);
        if (ranked.isDefined(weights)) {
            assertEquals(slowRocAuc(scores, labels, weights), ranked.rocAuc(weights), TOLERANCE);
            assertEquals(slowAveragePrecision(scores, labels, weights), ranked.averagePrecision(weights), TOLERANCE);
        }
    }

    @Test
    void refusesNaN() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> TagMetrics.rocAuc(new double[] {0, Double.NaN}, new boolean[] {true, false}));
        assertEquals("score 1 is NaN, expected a number", e.getMessage());
    }

    @Test
    void namesTheClipWhoseRowIsTooShort() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> TagMetrics.of(
                        new float[][] {{1, 2}, {1}},
                        new boolean[][] {{true, false}, {true, false}},
                        List.of("a", "b")));
        assertTrue(e.getMessage().startsWith("clip 1 has 1 scores and 2 labels"), e.getMessage());
    }

    private static double slowRocAuc(double[] scores, boolean[] labels, int[] weights) {
        double wins = 0;
        double pairs = 0;
        for (int p = 0; p < scores.length; p++) {
            for (int n = 0; n < scores.length; n++) {
                if (labels[p] && !labels[n]) {
                    double weight = (double) weights[p] * weights[n];
                    pairs += weight;
                    wins += weight * (scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0);
                }
            }
        }
        return wins / pairs;
    }

    private static double slowAveragePrecision(double[] scores, boolean[] labels, int[] weights) {
        double[] thresholds =
                java.util.Arrays.stream(scores).distinct().sorted().toArray();
        double recallBefore = 0;
        double sum = 0;
        for (int t = thresholds.length - 1; t >= 0; t--) {
            double hits = 0;
            double predicted = 0;
            double positives = 0;
            for (int n = 0; n < scores.length; n++) {
                positives += labels[n] ? weights[n] : 0;
                if (scores[n] >= thresholds[t]) {
                    predicted += weights[n];
                    hits += labels[n] ? weights[n] : 0;
                }
            }
            if (predicted > 0) {
                double recall = hits / positives;
                sum += (recall - recallBefore) * hits / predicted;
                recallBefore = recall;
            }
        }
        return sum;
    }

    private static double[] column(NpyArray matrix, int column) {
        int columns = matrix.shape().get(1);
        return IntStream.range(0, matrix.shape().get(0))
                .mapToDouble(row -> matrix.values()[row * columns + column])
                .toArray();
    }

    private static boolean[] booleans(double[] values) {
        boolean[] out = new boolean[values.length];
        for (int n = 0; n < out.length; n++) {
            out[n] = values[n] == 1;
        }
        return out;
    }
}
