package io.clmr.cli.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Keeps the stack trace of an unexpected error in a file, away from the terminal. */
public final class CrashLog {

    private final List<Path> folders;

    private CrashLog(List<Path> folders) {
        this.folders = folders;
    }

    /** Returns the log in {@code CLMR_LOG_DIR}, else the user's state folder, else the folder for temporary files. */
    public static CrashLog of(Map<String, String> environment) {
        String chosen = environment.getOrDefault("CLMR_LOG_DIR", "");
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path home = Path.of(System.getProperty("user.home", "."));
        return new CrashLog(List.of(
                !chosen.isEmpty()
                        ? Path.of(chosen)
                        : (state.isEmpty() ? home.resolve(".local/state") : Path.of(state)).resolve("clmr"),
                Path.of(System.getProperty("java.io.tmpdir"))));
    }

    /** Returns the first of the folders that is there or can be made. */
    public Path folder() {
        try {
            return Files.createDirectories(folders.get(0));
        } catch (IOException e) {
            return folders.get(1); // where Java keeps its own temporary files
        }
    }

    /**
     * Writes a file of its own for one error.
     *
     * @return what to tell the user: the file, or why there is none
     */
    public String write(Throwable error, List<String> arguments) {
        String name = "error-"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-') + "-"
                + ProcessHandle.current().pid() + ".log";
        IOException last = new IOException("no folder");
        for (Path folder : folders) {
            Path file = folder.resolve(name);
            try {
                Files.createDirectories(folder);
                try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
                    writer.println("clmr " + String.join(" ", arguments));
                    writer.println("Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch"));
                    error.printStackTrace(writer);
                }
                return "details are in " + file;
            } catch (IOException e) {
                last = e;
            }
        }
        return "details could not be written: " + last;
    }
}
