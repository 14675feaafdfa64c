package io.clmr.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.eval.embed.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeGuardTest {
    private static final Attempt DONE = new Attempt.Failed("too short");

    @TempDir
    Path folder;

    private DecodeGuard guard() {
        return new DecodeGuard(folder.toUri().toString(), true);
    }

    private Attempt attempt(Supplier<Attempt> work) {
        return guard().noted(new Configuration(), "/music/a.mp3 1 2", "/music/a.mp3", work);
    }

    /** Leaves what an executor leaves that dies while it decodes: no later line of the task is run. */
    private void die() {
        assertThrows(
                StackOverflowError.class,
                () -> attempt(() -> {
                    throw new StackOverflowError("stands for the end of the process");
                }));
    }

    private long notes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        }
    }

    @Test
    void fileInWorkInTwoDeathsIsPassedOver() throws IOException {
        die();
        die();
        Attempt third = attempt(() -> {
            throw new IllegalStateException("decoded a third time");
        });
        assertEquals(
                new Attempt.Failed("/music/a.mp3: crashed the decoder in 2 runs and is passed over; convert it with"
                        + " another program"),
                third);
        assertEquals(2, notes());
    }

    @Test
    void fileThatIsDecodedAfterADeathIsCleared() throws IOException {
        die();
        assertEquals(DONE, attempt(() -> DONE));
        assertEquals(0, notes());
        die();
        assertEquals(DONE, attempt(() -> DONE));
        assertEquals(0, notes());
    }

    @Test
    void otherFileIsNotAccused() {
        die();
        die();
        assertEquals(DONE, guard().noted(new Configuration(), "/music/b.mp3 1 2", "/music/b.mp3", () -> DONE));
    }
}
