package io.clmr.base.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The file that tells of a process's crash: the JVM writes it, or, where the C library ended the process, its launcher.
 *
 * @param file where it would be
 * @param since when the process began; an older file tells of another process of that number
 */
record CrashTrace(Path file, Instant since) {
    /** Set by a launcher that has chosen the place with {@code -XX:ErrorFile}. */
    static final String PROPERTY = "clmr.crash.log";

    /** File systems may keep the time of a change no finer. */
    private static final int COARSEST_SECONDS = 2;

    static CrashTrace ofThisProcess() {
        ProcessHandle process = ProcessHandle.current();
        String chosen = System.getProperty(PROPERTY, "hs_err_pid" + process.pid() + ".log");
        return new CrashTrace(
                Path.of(chosen).toAbsolutePath(), process.info().startInstant().orElse(Instant.now()));
    }

    boolean isThere() {
        try {
            return !Files.getLastModifiedTime(file).toInstant().isBefore(since.minusSeconds(COARSEST_SECONDS));
        } catch (IOException e) {
            return false;
        }
    }

    String line() {
        return since.toEpochMilli() + " file://" + file.toUri().getRawPath();
    }

    static Optional<CrashTrace> parse(String line) {
        int space = line.indexOf(' ');
        try {
            return Optional.of(new CrashTrace(
                    Path.of(URI.create(line.substring(space + 1))),
                    Instant.ofEpochMilli(Long.parseLong(line.substring(0, Math.max(0, space))))));
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }
}
