package io.clmr.base.files;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLockTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void oneHolderInAProcess() throws IOException {
        Path file = folder.resolve("lock");
        try (HeldLock first = HeldLock.tryLock(file).orElseThrow()) {
            assertTrue(Files.exists(file), () -> "the lock file of " + first);
            assertTrue(HeldLock.tryLock(file).isEmpty());
            assertTrue(HeldLock.tryLock(folder.resolve(".").resolve("lock")).isEmpty(), "another spelling");
        }
        HeldLock.tryLock(file).orElseThrow().close();
    }

    @Test
    void refusedAttemptsKeepTheHoldersLock() throws IOException, InterruptedException {
        Path file = folder.resolve("lock");
        try (HeldLock held = HeldLock.tryLock(file).orElseThrow()) {
            assertTrue(HeldLock.tryLock(file).isEmpty(), () -> "second beside " + held);
            assertFalse(lockedByAnotherProcess(file), "another process got the lock");
        }
        assertTrue(lockedByAnotherProcess(file));
    }

    private static boolean lockedByAnotherProcess(Path file) throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Locker.class.getName(),
                        file.toString())
                .inheritIO()
                .start();
        return other.waitFor() == 0;
    }

    /** Ends with 0 if it got the lock, else with 1. */
    static final class Locker {
        private Locker() {}

        public static void main(String[] arguments) throws IOException {
            HeldLock.tryLock(Path.of(arguments[0])).orElseThrow().close();
        }
    }
}
