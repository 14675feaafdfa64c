package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderInsideTest {

    @TempDir
    private Path runs = Path.of("");

    private Path find() throws IOException {
        return FolderInside.find(runs, folder -> Files.exists(folder.resolve("head")), "heads");
    }

    private Path make(String name) throws IOException {
        Path folder = Files.createDirectories(runs.resolve(name));
        Files.createFile(folder.resolve("head"));
        return folder;
    }

    @Test
    void theFolderItselfComesFirst() throws IOException {
        make("a");
        make("");
        assertEquals(runs, find());
    }

    @Test
    void theOnlyOneInsideIsMeant() throws IOException {
        Files.createDirectory(runs.resolve("other"));
        assertEquals(make("a"), find());
    }

    @Test
    void withoutOneTheFolderIsWhatWasNamed() throws IOException {
        assertEquals(runs, find());
    }

    @Test
    void ofSeveralOneHasToBeNamed() throws IOException {
        make("a");
        make("b");
        assertEquals(
                runs + " holds 2 heads, expected one; name one of them: " + runs.resolve("a") + ", "
                        + runs.resolve("b"),
                assertThrows(InputException.class, this::find).getMessage());
    }
}
