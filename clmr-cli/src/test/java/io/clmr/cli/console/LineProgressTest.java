package io.clmr.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineProgressTest {

    private final List<String> lines = new ArrayList<>();
    private long seconds;

    private LineProgress progress() {
        return new LineProgress(lines::add, "prepare", "files", () -> TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void tellsTheStartOneLineEveryTenSecondsAndTheEnd() {
        LineProgress progress = progress();
        for (int done = 0; done <= 30; done++) {
            progress.update(done, 30, "");
            seconds++;
        }
        progress.close();
        assertEquals(
                List.of(
                        "prepare: 0 of 30 files",
                        "prepare: 10 of 30 files, 20 s left",
                        "prepare: 20 of 30 files, 10 s left",
                        "prepare: 30 of 30 files in 30 s"),
                lines);
    }

    @Test
    void countsOnlyItsOwnWorkForTheTimeLeft() {
        LineProgress progress = progress();
        progress.update(100, 200, "loss 3.1");
        seconds = 10;
        progress.update(110, 200, "loss 3.0");
        assertEquals(
                List.of("prepare: 100 of 200 files, loss 3.1", "prepare: 110 of 200 files, 1 min 30 s left, loss 3.0"),
                lines);
    }

    @Test
    void tellsAnUnknownTotalWithoutTimeLeft() {
        LineProgress progress = progress();
        progress.update(3, 0, "");
        progress.close();
        assertEquals(List.of("prepare: 3 files"), lines);
    }
}
