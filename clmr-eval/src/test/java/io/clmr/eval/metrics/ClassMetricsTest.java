package io.clmr.eval.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.data.npy.NpyArray;
import io.clmr.eval.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassMetricsTest {
    @Test
    void accuracyEqualsTheReference() throws IOException {
        Map<String, NpyArray> golden = Golden.npz("metrics.npz");
        int[] predicted = Arrays.stream(golden.get("class_logits").matrix())
                .mapToInt(ClassMetrics::argmax)
                .toArray();
        int[] labels = Arrays.stream(golden.get("class_labels").values())
                .mapToInt(v -> (int) v)
                .toArray();
        assertEquals(
                golden.get("accuracy").values()[0],
                ClassMetrics.of(predicted, labels, 7).accuracy(),
                1e-12);
    }

    /** By hand: F1 of class 0 is 1, of class 1 0.8, of class 2 0; class 3 does not occur at all. */
    @Test
    void f1IsTheMeanOverTheClassesThatOccur() {
        ClassMetrics metrics = ClassMetrics.of(new int[] {0, 1, 1, 1, 0}, new int[] {0, 1, 1, 2, 0}, 4);
        assertEquals(0.8, metrics.accuracy(), 1e-12);
        assertEquals((1.0 + 0.8 + 0.0) / 3, metrics.f1Macro(), 1e-12);
    }

    @Test
    void theLowestOfEqualScoresWins() {
        assertEquals(1, ClassMetrics.argmax(new float[] {0, 2, 2, 1}));
    }
}
