package io.clmr.base.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.base.files.FileWatch.GuiltyFileException;
import io.clmr.base.files.FileWatch.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InFlightTest {
    @TempDir
    Path folder;

    private Path output;
    private Path crashLog;
    private Path odd;
    private Path plain;

    @BeforeEach
    void twoFiles() throws IOException {
        output = folder.resolve("out");
        crashLog = folder.resolve("crash.log");
        System.setProperty(CrashTrace.PROPERTY, crashLog.toString());
        odd = Files.writeString(folder.resolve("a #1\n%20 é.mp3"), "odd");
        plain = Files.writeString(folder.resolve("b.mp3"), "plain");
    }

    @AfterEach
    void noCrashLog() {
        System.clearProperty(CrashTrace.PROPERTY);
    }

    /** Leaves what a process leaves that ends without closing anything while it has these files in work. */
    private void end(boolean crashed, Path... inWork) throws IOException {
        InFlight note = InFlight.open(output);
        for (Path file : inWork) {
            note.begin(file);
        }
        if (crashed) {
            Files.writeString(crashLog, "SIGSEGV");
        } else {
            Files.deleteIfExists(crashLog);
        }
    }

    private List<String> left() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("out"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void regularEndLeavesNothing() throws IOException {
        try (InFlight note = InFlight.open(output)) {
            Mark mark = note.begin(odd);
            assertEquals(List.of("out.inflight"), left());
            mark.survived();
            mark.close();
        }
        assertEquals(List.of(), left());
    }

    @Test
    void fileInWorkInACrashIsASuspectAndInTwoIsGuilty() throws IOException {
        end(true, odd, plain);
        try (InFlight note = InFlight.open(output)) {
            assertTrue(note.isSuspect(odd));
            assertTrue(note.isSuspect(plain));
            assertEquals(List.of(odd, plain), note.crashedOn());
            assertFalse(note.isGuilty(odd));
            try (Mark mark = note.begin(plain)) {
                mark.survived();
            }
            assertFalse(note.isSuspect(plain));
        }
        end(true, odd);
        try (InFlight note = InFlight.open(output)) {
            assertTrue(note.isGuilty(odd));
            GuiltyFileException refused = assertThrows(GuiltyFileException.class, () -> note.begin(odd));
            assertEquals("crashed the decoder in 2 runs", refused.getMessage());
            note.begin(plain).close();
        }
        try (InFlight note = InFlight.open(output)) {
            assertThrows(GuiltyFileException.class, () -> note.begin(odd), "remembered ever after");
        }
    }

    @Test
    void probedFileIsStillASuspect() throws IOException {
        end(true, odd);
        try (InFlight note = InFlight.open(output)) {
            note.begin(odd).close();
            assertTrue(note.isSuspect(odd));
        }
    }

    @Test
    void killedProcessAccusesNobody() throws IOException {
        for (int kill = 0; kill < 3; kill++) {
            end(false, odd);
        }
        try (InFlight note = InFlight.open(output)) {
            assertFalse(note.isSuspect(odd));
            note.begin(odd).close();
        }
        assertEquals(List.of(), left());
    }

    @Test
    void crashLogOfAnOlderProcessOfThatNumberIsNoCrash() throws IOException {
        end(true, odd);
        Files.setLastModifiedTime(
                crashLog,
                java.nio.file.attribute.FileTime.from(ProcessHandle.current()
                        .info()
                        .startInstant()
                        .orElseThrow()
                        .minusSeconds(60)));
        try (InFlight note = InFlight.open(output)) {
            assertFalse(note.isSuspect(odd));
        }
    }

    @Test
    void replacedFileIsTriedAnew() throws IOException {
        end(true, odd);
        end(true, odd);
        Files.writeString(odd, "mended");
        try (InFlight note = InFlight.open(output)) {
            note.begin(odd).close();
            assertFalse(note.isSuspect(odd));
        }
    }

    @Test
    void fileUnderAnotherNameIsTheSameFile() throws IOException {
        end(true, odd);
        Path link = Files.createSymbolicLink(folder.resolve("link.mp3"), odd);
        end(true, link);
        try (InFlight note = InFlight.open(output)) {
            assertThrows(GuiltyFileException.class, () -> note.begin(odd));
        }
    }

    @Test
    void forgetTriesAllAgain() throws IOException {
        end(true, odd);
        end(true, odd);
        try (InFlight note = InFlight.open(output)) {
            note.forget();
            note.begin(odd).close();
        }
        assertEquals(List.of(), left());
    }

    @Test
    void filesInWorkAtTheSameTimeAreAllNamed() throws IOException {
        try (InFlight note = InFlight.open(output)) {
            for (int round = 0; round < 3; round++) {
                Mark first = note.begin(odd);
                Mark second = note.begin(plain);
                first.close();
                Mark third = note.begin(odd);
                second.close();
                third.close();
            }
            note.begin(odd);
            note.begin(plain);
            Files.writeString(crashLog, "SIGSEGV");
            assertEquals(
                    List.of(FileState.of(odd).orElseThrow(), FileState.of(plain).orElseThrow()),
                    InFlightSlots.readCrashed(folder.resolve("out.inflight")));
        }
    }

    @Test
    void foreignOrDamagedNotesHarmNobody() throws IOException {
        Files.writeString(folder.resolve("out.inflight"), "somebody's letter");
        Files.writeString(
                folder.resolve("out.crashes"), "99999999999 1 2 file:///x\n\0\n1 9999999999999999999 0 file:/x");
        try (InFlight note = InFlight.open(output)) {
            note.begin(odd).close();
        }
        assertEquals("somebody's letter", Files.readString(folder.resolve("out.inflight")));
        Files.writeString(folder.resolve("out.inflight"), "clmr-inflight 1 x file://?\0\n");
        InFlight.open(output).close();
        assertFalse(Files.exists(folder.resolve("out.inflight")));
    }

    @Test
    void fileThatIsNotThereIsNoTrouble() throws IOException {
        try (InFlight note = InFlight.open(output)) {
            note.begin(folder.resolve("nowhere.mp3")).close();
            assertFalse(note.isSuspect(folder.resolve("nowhere.mp3")));
        }
    }
}
