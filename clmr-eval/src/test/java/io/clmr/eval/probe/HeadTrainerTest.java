package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.metrics.TagMetrics;
import io.clmr.eval.probe.ProbeConfig.Procedure;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadTrainerTest {
    /**
     * Seven epochs of whole-set batches, so that the order of the windows does not matter and the rate cannot be cut
     * yet, against the formulas written as loops in double precision.
     */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void equalsTheFormulasAsLoops(boolean hidden, boolean singleLabel) {
        FeatureTable train = Tables.random(30, 2, 6, 4, singleLabel, 1);
        ProbeTask task = new ProbeTask(train, Tables.random(10, 1, 6, 4, singleLabel, 2), 4, singleLabel);
        TrainedHead head =
                new HeadTrainer(task, settings(hidden ? 6 : 0, 1e-2, 1000, 7)).fit(7, ProgressListener.none());

        SlowHead slow = new SlowHead(new SplittableRandom(7), hidden ? new int[] {6, 6, 4} : new int[] {6, 4});
        for (int epoch = 1; epoch <= 7; epoch++) {
            slow.step(train, singleLabel, 1e-2, epoch);
        }

        assertEquals(7, head.epochs());
        for (int layer = 0; layer < slow.weights.length; layer++) {
            for (int out = 0; out < slow.weights[layer].length; out++) {
                for (int in = 0; in < slow.weights[layer][out].length; in++) {
                    // seven Adam steps in float32: each rounds a weight of size 0.5 and a step of size 0.01
                    assertEquals(
                            slow.weights[layer][out][in],
                            head.layers().get(layer).weight()[out][in],
                            2e-5);
                }
                assertEquals(slow.biases[layer][out], head.layers().get(layer).bias()[out], 2e-5);
            }
        }
    }

    @Test
    void learnsTagsThatDependOnTheFeatures() {
        ProbeTask task =
                new ProbeTask(Tables.random(400, 1, 8, 3, false, 3), Tables.random(100, 1, 8, 3, false, 4), 3, false);
        FeatureTable test = Tables.random(200, 1, 8, 3, false, 5);
        TrainedHead head = new HeadTrainer(task, settings(0, 1e-2, 48, 100)).fit(1, ProgressListener.none());
        TagMetrics metrics =
                TagMetrics.of(head.scores(test), ProbeTask.labels(test.clips(), 3), List.of("a", "b", "c"));
        assertTrue(metrics.rocAucMacro() > 0.95, metrics.toString());
    }

    @Test
    void sameSeedGivesTheSameHeadToTheBit() {
        ProbeTask task =
                new ProbeTask(Tables.random(100, 1, 8, 3, false, 3), Tables.random(50, 1, 8, 3, false, 4), 3, false);
        HeadTrainer trainer = new HeadTrainer(task, settings(8, 1e-3, 16, 5));
        float[][] first = trainer.fit(9, ProgressListener.none()).scores(task.valid());
        float[][] second = trainer.fit(9, ProgressListener.none()).scores(task.valid());
        for (int n = 0; n < first.length; n++) {
            assertArrayEquals(first[n], second[n]);
        }
    }

    @Test
    void stopsEarlyWhereTheValidationLossOnlyRises() {
        FeatureTable train = Tables.random(60, 1, 8, 3, false, 3);
        FeatureTable noise = Tables.random(60, 1, 8, 3, false, 11);
        // the labels of one set with the features of another: nothing to learn, so fitting harms
        FeatureTable misled = new FeatureTable(train.clips(), noise.windows(), List.of());
        ProbeTask task = new ProbeTask(misled, Tables.random(500, 1, 8, 3, false, 4), 3, false);
        TrainedHead head = new HeadTrainer(task, settings(8, 0.1, 16, 200)).fit(1, ProgressListener.none());
        assertTrue(head.epochs() < 100, head.epochs() + " epochs");
    }

    private static HeadSettings settings(int hidden, double rate, int batch, int epochs) {
        return new HeadSettings(
                hidden, false, 0, rate, 1e-6, batch, Procedure.CLMR_V2, epochs, 10, Pooling.PROBABILITIES);
    }
}
