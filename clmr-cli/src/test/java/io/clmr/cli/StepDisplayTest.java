package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clmr.cli.console.Console;
import io.clmr.cli.console.Progress;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StepDisplayTest {

    @Test
    void everyRunSaysFirstWhatItTrainsOn() {
        assertEquals("clmr: training on 66 of 90 tracks, 2 steps an epoch", said(2));
        assertEquals("clmr: training on 66 of 90 tracks, 1 step an epoch", said(1));
    }

    private static String said(long stepsPerEpoch) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(new ByteArrayOutputStream(), err, false, false);
        new StepDisplay(console, "66 of 90 tracks", Progress.SILENT).started(0, 100, stepsPerEpoch);
        return err.toString(StandardCharsets.UTF_8).strip();
    }
}
