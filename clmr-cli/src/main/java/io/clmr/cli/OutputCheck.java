package io.clmr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes sure, before any work, that its result can be written. */
final class OutputCheck {

    private OutputCheck() {}

    /** Checks that a file can be written; its folder is made if need be. */
    static void file(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new UsageException(file + " is a folder, expected the name of a file to write");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            folder(folder);
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new EnvironmentException(
                    file + " may not be written by this user; change its permissions or use" + " another name");
        }
    }

    /** Checks that files can be made in a folder; it is made if need be. */
    static void folder(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + " is a file, expected a folder");
        }
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new EnvironmentException(
                    folder + " may not be written by this user; change its permissions or use another place");
        }
    }
}
