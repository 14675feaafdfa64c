package io.clmr.base.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AbsolutePathTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void leavesOutWhatAPathDoesNotNeed() throws IOException {
        Files.createDirectory(folder.resolve("a"));
        Path song = Files.createFile(folder.resolve("song"));
        assertEquals(song, AbsolutePath.of(folder.resolve("a/.././song")));
        assertEquals(folder.resolve("absent"), AbsolutePath.of(folder.resolve("a/../absent")));
        assertEquals(Path.of("song").toAbsolutePath(), AbsolutePath.of(Path.of("./song")));
    }

    @Test
    void keepsLinksUnlessThePathGoesUpBehindOne() throws IOException {
        Path real = folder.toRealPath();
        Files.createDirectories(real.resolve("far/away"));
        Path song = Files.createFile(real.resolve("far/song"));
        Path link = Files.createSymbolicLink(real.resolve("link"), real.resolve("far/away"));
        Path byLink = Files.createFile(link.resolve("song"));
        assertEquals(byLink, AbsolutePath.of(byLink));
        assertEquals(song, AbsolutePath.of(link.resolve("../song")));
    }
}
