package io.clmr.base.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void writesTextLinesAndBytes() throws IOException {
        Path file = folder.resolve("a");
        WholeFile.writeText(file, "née\n");
        assertEquals("née\n", Files.readString(file));
        WholeFile.writeLines(file, List.of("one", "two"));
        assertEquals("one\ntwo\n", Files.readString(file));
        WholeFile.writeBytes(file, new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(file));
        WholeFile.writeAt(file, place -> Files.writeString(place, "by its path"));
        assertEquals("by its path", Files.readString(file));
        assertEquals(List.of("a"), names());
    }

    @Test
    void aFailureLeavesTheFileAsItWasAndNothingBeside() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "before");
        assertThrows(
                IllegalStateException.class,
                () -> WholeFile.writeText(file, writer -> {
                    writer.write("half");
                    throw new IllegalStateException("stopped");
                }));
        assertThrows(
                StackOverflowError.class,
                () -> WholeFile.writeText(file, writer -> {
                    throw new StackOverflowError();
                }));
        assertEquals("before", Files.readString(file));
        assertEquals(List.of("a"), names());
    }

    @Test
    void aLinkIsReplacedNotFollowed() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "data");
        Path link = Files.createSymbolicLink(folder.resolve("link"), precious);
        WholeFile.writeText(link, "new");
        assertEquals("data", Files.readString(precious));
        assertFalse(Files.isSymbolicLink(link));
        assertTrue(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS));
        assertEquals("new", Files.readString(link));
    }

    @Test
    void aNameAsLongAsTheSystemAllowsIsNotTooLong() throws IOException {
        Path file = folder.resolve("n".repeat(255));
        WholeFile.writeText(file, "text");
        assertEquals("text", Files.readString(file));
    }

    @Test
    void aMissingFolderIsNamed() {
        Path absent = folder.resolve("absent");
        NoSuchFileException missing =
                assertThrows(NoSuchFileException.class, () -> WholeFile.writeText(absent.resolve("file"), "text"));
        assertEquals(absent.toString(), missing.getFile());
    }

    @Test
    void whatAKillLeavesIsKnownAndDeleted() throws IOException {
        Path left = Files.createFile(folder.resolve(".clmr-0123456789abcdef.tmp"));
        Path mine = Files.createFile(folder.resolve("mine.tmp"));
        assertTrue(WholeFile.isUnfinished(left.getFileName().toString()));
        assertFalse(WholeFile.isUnfinished(mine.getFileName().toString()));
        WholeFile.deleteUnfinished(folder);
        assertEquals(List.of("mine.tmp"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
