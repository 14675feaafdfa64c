package io.clmr.base.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UserPathTest {
    private static final Path HOME = UserPath.of("~");

    @Test
    void putsTheHomeFolderInPlaceOfALeadingTilde() {
        assertEquals(HOME.resolve("music/a b"), UserPath.of("~/music/a b"));
        assertEquals(HOME, UserPath.of("~/"));
        assertEquals(HOME.isAbsolute(), UserPath.of("~/x").isAbsolute());
    }

    @Test
    void leavesEveryOtherTildeAlone() {
        assertEquals(Path.of("./~"), UserPath.of("./~"));
        assertEquals(Path.of("~anna/music"), UserPath.of("~anna/music"));
        assertEquals(Path.of("/music/~/x~"), UserPath.of("/music/~/x~"));
    }
}
