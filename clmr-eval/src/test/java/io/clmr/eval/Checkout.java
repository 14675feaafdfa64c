package io.clmr.eval;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds what lies in the checkout outside this module. */
public final class Checkout {
    private Checkout() {}

    /** Returns the bundled music: 160 clips of 12 s with tags and splits. */
    public static Path quickstartMusic() {
        return find("examples/quickstart-music");
    }

    /** Returns short excerpts in the formats people have. */
    public static Path formats() {
        return find("clmr-data/src/test/resources/audio");
    }

    private static Path find(String below) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(below))) {
                return folder.resolve(below);
            }
        }
        throw new IllegalStateException(
                below + " is not in any folder above " + Path.of("").toAbsolutePath());
    }
}
