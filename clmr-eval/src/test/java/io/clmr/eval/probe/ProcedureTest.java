package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.metrics.TagMetrics;
import io.clmr.eval.probe.ProbeConfig.Procedure;
import io.clmr.eval.probe.ProbeConfig.TrainWindows;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first code's training, and the grid. */
class ProcedureTest {
    private final ProbeTask task =
            new ProbeTask(Tables.random(300, 2, 8, 3, false, 3), Tables.random(100, 2, 8, 3, false, 4), 3, false);

    @Test
    void theFirstProcedureLearnsAndEndsByTheScores() {
        TrainedHead head = new HeadTrainer(task, settings(Procedure.CLMR_V1, 400)).fit(1, ProgressListener.none());
        TrainedHead other = new HeadTrainer(task, settings(Procedure.CLMR_V2, 400)).fit(1, ProgressListener.none());
        assertTrue(rocAuc(head) > 0.9, "ROC-AUC " + rocAuc(head)); // half of the windows are noise
        assertTrue(head.epochs() < 400, head.epochs() + " epochs");
        assertNotEquals(head.epochs(), other.epochs());
    }

    @Test
    void theFirstPublishedProtocolIsThatOfTheTable() {
        ProbeConfig first = ProbeConfig.firstPublished();
        assertEquals(Procedure.CLMR_V1, first.procedure());
        assertEquals(TrainWindows.ALL, first.trainWindows());
        assertEquals(ProbeConfig.Average.LOGIT, first.average());
        assertEquals(ProbeConfig.Subset.BALANCED_POWERSET, first.subset());
        assertEquals(2048, first.batchSize());
        assertEquals(1e-4, first.weightDecay());
    }

    @Test
    void theGridHoldsEveryCombinationOnceAndNamesItsChoice() {
        ProbeConfig config = ProbeConfig.defaults().withHead(ProbeConfig.Head.GRID);
        List<HeadSettings> grid = GridProbe.settings(config);
        assertEquals(2 * 2 * 3 * 3 * 3, grid.stream().distinct().count());
        ProbeTask small =
                new ProbeTask(Tables.random(40, 1, 8, 3, false, 3), Tables.random(40, 1, 8, 3, false, 4), 3, false);
        TrainedHead best = GridProbe.fit(small, shortened(config), 1, ProgressListener.none());
        assertTrue(best.chosen().startsWith("standardize "), best.chosen());
        assertTrue(rocAuc(best) > 0.8, "ROC-AUC " + rocAuc(best));
    }

    private static ProbeConfig shortened(ProbeConfig config) {
        return new ProbeConfig(
                config.head(),
                config.learningRate(),
                config.weightDecay(),
                config.batchSize(),
                config.average(),
                config.procedure(),
                30,
                config.earlyStopPatience(),
                config.standardize(),
                config.trainWindows(),
                config.testWindows(),
                config.subset(),
                config.labelFraction(),
                config.intervals(),
                config.featureCache(),
                config.repeats());
    }

    private double rocAuc(TrainedHead head) {
        var test = Tables.random(200, 1, 8, 3, false, 5);
        return TagMetrics.of(head.scores(test), ProbeTask.labels(test.clips(), 3), List.of("a", "b", "c"))
                .rocAucMacro();
    }

    private static HeadSettings settings(Procedure procedure, int epochs) {
        return new HeadSettings(0, false, 0, 1e-2, 1e-4, 256, procedure, epochs, 5, Pooling.LOGITS);
    }
}
