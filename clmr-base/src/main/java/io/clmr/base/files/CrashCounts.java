package io.clmr.base.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** In how many crashes each file was in work: a line of text for each, in a file that is there if there is one. */
final class CrashCounts {
    private static final Pattern LINE = Pattern.compile("(\\d{1,9}) (.+)");

    private final Path path;
    private final Map<FileState, Integer> counts = new LinkedHashMap<>();

    private CrashCounts(Path path) {
        this.path = path;
    }

    /** Reads the counts; lines that are not ours are left out, for they could only accuse a file wrongly. */
    static CrashCounts read(Path path) {
        CrashCounts read = new CrashCounts(path);
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.take(line);
            }
        } catch (IOException e) {
            // Not there, as nearly always, or not to be read: then no file is accused.
        }
        return read;
    }

    private void take(String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
            int count = Integer.parseInt(matcher.group(1));
            FileState.parse(matcher.group(2)).ifPresent(state -> counts.put(state, count));
        }
    }

    /** Returns the number of crashes. */
    synchronized int of(FileState file) {
        return counts.getOrDefault(file, 0);
    }

    synchronized boolean isEmpty() {
        return counts.isEmpty();
    }

    /** Counts one more crash for each. */
    synchronized void add(Collection<FileState> files) throws IOException {
        files.forEach(file -> counts.merge(file, 1, Integer::sum));
        write();
    }

    /** Takes a file off, as it did not crash this time. */
    synchronized void clear(FileState file) {
        if (counts.remove(file) != null) {
            tryWrite();
        }
    }

    synchronized void clearAll() {
        counts.clear();
        tryWrite();
    }

    private void tryWrite() {
        try {
            write();
        } catch (IOException e) {
            // The next run will know of more crashes than there were, and decode these files alone.
        }
    }

    private void write() throws IOException {
        if (counts.isEmpty()) {
            Files.deleteIfExists(path);
            return;
        }
        StringBuilder lines = new StringBuilder();
        counts.forEach((file, count) ->
                lines.append(count).append(' ').append(file.line()).append('\n'));
        WholeFile.writeText(path, lines);
    }
}
