package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.eval.features.WindowRule;
import io.clmr.eval.probe.ProbeConfig.Average;
import io.clmr.eval.probe.ProbeConfig.Head;
import io.clmr.eval.probe.ProbeConfig.TrainWindows;
import org.junit.jupiter.api.Test;

class ProbeConfigTest {
    @Test
    void refusesValuesOutOfRangeByKey() {
        assertEquals("learning_rate is NaN, expected above 0 and at most 10", message(Double.NaN, 1, 1, 1, 1, 1));
        assertEquals("batch_size is 0, expected at least 1", message(1e-3, 0, 1, 1, 1, 1));
        assertEquals("max_epochs is 0, expected at least 1", message(1e-3, 1, 0, 1, 1, 1));
        assertEquals("early_stop_patience is -1, expected at least 1", message(1e-3, 1, 1, -1, 1, 1));
        assertEquals("label_fraction is 0.0, expected above 0 and at most 1", message(1e-3, 1, 1, 1, 0, 1));
        assertEquals("repeats is 0, expected 1 to 1000", message(1e-3, 1, 1, 1, 1, 0));
    }

    private static String message(double rate, int batch, int epochs, int patience, double fraction, int repeats) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new ProbeConfig(
                                Head.LINEAR,
                                rate,
                                1e-6,
                                batch,
                                Average.SIGMOID,
                                ProbeConfig.Procedure.CLMR_V2,
                                epochs,
                                patience,
                                false,
                                TrainWindows.ALL,
                                WindowRule.ALL_FULL,
                                ProbeConfig.Subset.SONGS,
                                fraction,
                                ProbeConfig.Intervals.AUTO,
                                "none",
                                repeats))
                .getMessage();
    }
}
