package io.clmr.base.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    @Test
    void theRefusalNamesTheHolder() throws IOException {
        Path file = folder.resolve("lock");
        HeldLock held = HeldLock.take(file, IOException::new);
        IOException refused = assertThrows(IOException.class, () -> HeldLock.take(file, IOException::new));
        assertEquals("process " + ProcessHandle.current().pid(), refused.getMessage());
        held.close();
        HeldLock.take(file, IOException::new).close();
    }

    /** One file under two names: the system counts both as one, and so does the lock. */
    @Test
    void theFileIsEmptyOnceTheLockIsGivenBack() throws IOException {
        Path file = folder.resolve("lock");
        HeldLock.tryLock(file).orElseThrow().close();
        assertEquals(0, Files.size(file));
    }

    @Test
    void anInterruptedHolderGivesTheLockBack() throws IOException {
        Path file = folder.resolve("lock");
        HeldLock lock = HeldLock.tryLock(file).orElseThrow();
        Thread.currentThread().interrupt();
        lock.close();
        assertTrue(Thread.interrupted(), "the interruption is kept");
        HeldLock.tryLock(file).orElseThrow().close();
    }

    @Test
    void aHardLinkIsTheSameLock() throws IOException {
        Path file = folder.resolve("lock");
        try (HeldLock held = HeldLock.tryLock(file).orElseThrow()) {
            Path another = Files.createLink(folder.resolve("another"), file);
            assertTrue(HeldLock.tryLock(another).isEmpty(), () -> "beside " + held);
        }
    }

    @Test
    void aLinkIsNoLockFile() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "data");
        Path link = Files.createSymbolicLink(folder.resolve("lock"), precious);
        IOException refused = assertThrows(IOException.class, () -> HeldLock.tryLock(link));
        assertEquals(link + ": is no file of its own, expected a lock file or nothing", refused.getMessage());
        assertEquals("data", Files.readString(precious));
    }

    @Test
    void whoeverAwaitsGetsTheLockWhenItIsGivenBack() throws IOException, InterruptedException {
        Path file = folder.resolve("lock");
        HeldLock held = HeldLock.tryLock(file).orElseThrow();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread waiting = new Thread(() -> {
            try (HeldLock second = HeldLock.await(file)) {
                order.add("second");
                assertTrue(HeldLock.tryLock(file).isEmpty(), () -> "beside " + second);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        order.add("first");
        held.close();
        waiting.join();
        assertEquals(List.of("first", "second"), order);
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
