package io.clmr.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {

    @TempDir
    Path folder;

    @Test
    void goesOnWithoutTheStepsThatAreTakenAgain() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        try (MetricsLog log = MetricsLog.openAfter(file, 0)) {
            for (long step = 10; step <= 40; step += 10) {
                log.append(Map.of("step", step));
            }
        }
        try (MetricsLog log = MetricsLog.openAfter(file, 20)) {
            log.append(Map.of("step", 30L));
        }

        assertEquals(List.of("{\"step\":10}", "{\"step\":20}", "{\"step\":30}"), Files.readAllLines(file));
    }

    @Test
    void dropsALastLineThatWasCutShort() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, "{\"step\":10}\n{\"step\":2");

        MetricsLog.openAfter(file, 1000).close();

        assertEquals("{\"step\":10}\n", Files.readString(file));
    }
}
