package io.clmr.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Random cases with ties, single positives and constant scores; the file says what computed the expected values. */
class ScikitLearnTest {
    private static final double TOLERANCE = 1e-12;

    @Test
    void tagMetricsAreScikitLearns() throws IOException {
        int cases = 0;
        for (JsonNode one : golden().get("tags")) {
            double[] scores = new double[one.get("scores").size()];
            boolean[] labels = new boolean[scores.length];
            for (int n = 0; n < scores.length; n++) {
                scores[n] = one.get("scores").get(n).asDouble();
                labels[n] = one.get("labels").get(n).asInt() == 1;
            }
            String name = one.get("kind").asText() + " " + cases++;
            assertEquals(one.get("roc_auc").asDouble(), TagMetrics.rocAuc(scores, labels), TOLERANCE, name);
            assertEquals(
                    one.get("average_precision").asDouble(),
                    TagMetrics.averagePrecision(scores, labels),
                    TOLERANCE,
                    name);
        }
        assertEquals(24, cases);
    }

    @Test
    void classMetricsAreScikitLearns() throws IOException {
        for (JsonNode one : golden().get("classes")) {
            ClassMetrics metrics = ClassMetrics.of(
                    ints(one.get("predicted")),
                    ints(one.get("labels")),
                    one.get("classes").asInt());
            assertEquals(one.get("accuracy").asDouble(), metrics.accuracy(), TOLERANCE);
            assertEquals(one.get("f1_macro").asDouble(), metrics.f1Macro(), TOLERANCE);
        }
    }

    private static int[] ints(JsonNode list) {
        int[] values = new int[list.size()];
        for (int n = 0; n < values.length; n++) {
            values[n] = list.get(n).asInt();
        }
        return values;
    }

    private static JsonNode golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ScikitLearnTest.class.getResourceAsStream("/parity/core/metrics_random.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }
}
