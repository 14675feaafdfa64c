package io.clmr.base.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PathTextTest {

    /** A path of bytes, which only a URI can name. */
    private static Path path(String escaped) {
        assumeTrue(Path.of("").getFileSystem().getSeparator().equals("/"), "names are bytes on Unix alone");
        return Path.of(URI.create("file://" + escaped));
    }

    @Test
    void pathsOfTextStayAsTheyAre() {
        assertEquals(
                "music/größe 100%.mp3",
                PathText.of(Path.of("music", "größe 100%.mp3")).replace('\\', '/'));
        assertEquals("", PathText.of(Path.of("")));
    }

    @Test
    void bytesThatAreNoUtf8AreKeptApart() {
        assertEquals("/music/caf%E9/1.mp3", PathText.of(path("/music/caf%E9/1.mp3")));
        assertEquals("/music/caf%E8/1.mp3", PathText.of(path("/music/caf%E8/1.mp3")));
        assertEquals("caf%FF%C3 é", PathText.of(path("/caf%FF%C3%20%C3%A9").getFileName()));
    }

    @Test
    void printedPathsHaveNoControls() {
        assertEquals("/a\\u000ab\\u001b%E9", PrintableText.of(path("/a%0Ab%1B%E9")));
    }
}
