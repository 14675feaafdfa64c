package io.clmr.train.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The folder of one run: configuration, metrics and checkpoints; locked while open. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedMethod"})
public final class RunFolder implements Closeable {

    private final Path folder;

    private RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Starts a new run.
     *
     * @param folder is made; if it is there it must be empty
     * @throws RunFolderException if there is something in it already
     */
    public static RunFolder create(Path folder, RunDescription description) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a run to go on with it from its newest whole checkpoint.
     *
     * @throws RunFolderException if it is not a run folder, in use, or the configuration or data differ in what
     *     decides the run
     */
    public static RunFolder resume(Path folder, RunDescription description) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads the configuration a run was started with, for resuming without naming it again.
     *
     * @throws RunFolderException if it is not a run folder
     */
    public static String readConfigYaml(Path folder) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Returns the folder itself. */
    public Path path() {
        return folder;
    }

    /** Returns where the program may write its log. */
    public Path logFile() {
        return folder.resolve("log.txt");
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
