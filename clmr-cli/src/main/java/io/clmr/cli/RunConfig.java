package io.clmr.cli;

import io.clmr.train.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the configuration that a run folder keeps. */
final class RunConfig {

    private static final String FILE = "config.yaml";

    private RunConfig() {}

    /** Returns the configuration of a run, after a look whether it is one. */
    static Path of(Path run) throws IOException {
        RunFolder.readConfigYaml(run);
        return run.resolve(FILE);
    }

    /** Returns the configuration of the run that a checkpoint lies in; empty if it lies in none. */
    static Optional<Path> around(Path checkpoint) {
        for (Path folder = checkpoint.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve(FILE)) && Files.isRegularFile(folder.resolve("run.json"))) {
                return Optional.of(checkpoint.isAbsolute() ? folder.resolve(FILE) : relative(folder.resolve(FILE)));
            }
        }
        return Optional.empty();
    }

    private static Path relative(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
