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
            Files.createDirectories(folder);
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new EnvironmentException(
                    file + " may not be written by this user; change its permissions or use" + " another name");
        }
    }

    /** Checks that a folder can be written, or made where it is not there yet; makes nothing. */
    static void folder(Path folder) throws IOException {
        Path nearest = folder.toAbsolutePath();
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        if (!Files.isDirectory(nearest)) {
            throw new UsageException(nearest + " is a file, expected a folder");
        }
        if (!Files.isWritable(nearest)) {
            throw new EnvironmentException(
                    nearest + " may not be written by this user; change its permissions or use another place");
        }
    }
}
