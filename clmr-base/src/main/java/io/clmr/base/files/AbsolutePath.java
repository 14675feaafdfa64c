package io.clmr.base.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Paths that mean the same from every folder. */
public final class AbsolutePath {
    private AbsolutePath() {}

    /**
     * Returns the absolute path without {@code .} and {@code ..}; links stay as they are named.
     *
     * <p>Behind a link, {@code ..} need not lead to where it seems to. Then the real path is returned.
     */
    public static Path of(Path given) throws IOException {
        Path absolute = given.toAbsolutePath();
        Path normal = absolute.normalize();
        boolean same = !Files.exists(absolute) || (Files.exists(normal) && Files.isSameFile(absolute, normal));
        return same ? normal : absolute.toRealPath();
    }
}
