package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.features.WindowRule;
import io.clmr.eval.metrics.TagMetrics;
import io.clmr.eval.probe.ProbeConfig.Average;
import io.clmr.eval.probe.ProbeConfig.Head;
import io.clmr.eval.probe.ProbeConfig.TrainWindows;
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
                new HeadTrainer(task, config(1e-2, 1000, 7), Device.cpu()).fit(hidden, 7, ProgressListener.none());

        SlowHead slow = new SlowHead(new SplittableRandom(7), hidden ? new int[] {6, 6, 4} : new int[] {6, 4});
        for (int epoch = 1; epoch <= 7; epoch++) {
            slow.step(train, singleLabel, 1e-2, epoch);
        }

        assertEquals(7, head.epochs());
        for (int layer = 0; layer < slow.weights.length; layer++)
            for (int out = 0; out < slow.weights[layer].length; out++) {
                StringBuilder b = new StringBuilder("L" + layer + " o" + out + ": ");
                for (int in = 0; in < slow.weights[layer][out].length; in++)
                    b.append(String.format(
                            "%.6f/%.6f ",
                            slow.weights[layer][out][in],
                            head.layers().get(layer).weight()[out][in]));
                System.out.println(b
                        + String.format(
                                " b %.6f/%.6f",
                                slow.biases[layer][out],
                                head.layers().get(layer).bias()[out]));
            }
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
        TrainedHead head =
                new HeadTrainer(task, config(1e-2, 48, 100), Device.cpu()).fit(false, 1, ProgressListener.none());
        TagMetrics metrics =
                TagMetrics.of(head.scores(test), ProbeTask.labels(test.clips(), 3), List.of("a", "b", "c"));
        assertTrue(metrics.rocAucMacro() > 0.95, metrics.toString());
    }

    @Test
    void sameSeedGivesTheSameHeadToTheBit() {
        ProbeTask task =
                new ProbeTask(Tables.random(100, 1, 8, 3, false, 3), Tables.random(50, 1, 8, 3, false, 4), 3, false);
        HeadTrainer trainer = new HeadTrainer(task, config(1e-3, 16, 5), Device.cpu());
        float[][] first = trainer.fit(true, 9, ProgressListener.none()).scores(task.valid());
        float[][] second = trainer.fit(true, 9, ProgressListener.none()).scores(task.valid());
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
        TrainedHead head =
                new HeadTrainer(task, config(0.1, 16, 200), Device.cpu()).fit(true, 1, ProgressListener.none());
        assertTrue(head.epochs() < 100, head.epochs() + " epochs");
    }

    private static ProbeConfig config(double rate, int batch, int epochs) {
        return new ProbeConfig(
                Head.LINEAR,
                rate,
                batch,
                Average.SIGMOID,
                epochs,
                10,
                TrainWindows.RANDOM_ONE,
                WindowRule.DROP_LAST,
                1,
                1);
    }
}
