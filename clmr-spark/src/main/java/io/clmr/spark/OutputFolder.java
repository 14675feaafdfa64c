package io.clmr.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.base.files.HeldLock;
import io.clmr.eval.embed.EmbedException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder a job writes: the two tables, and in {@code _clmr} what the job is and which of its rounds are done.
 *
 * <p>A round counts once its mark is there, which is written after its files are in their places. A round that was
 * under way when the driver died is cleared away and done anew. A folder on a disk is locked while a job writes it; an
 * object store knows no locks.
 */
final class OutputFolder implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FINGERPRINT = "files_sha256";
    private static final String SUCCESS = "_SUCCESS"; // what other tools of Hadoop's world look for

    private final FileSystem files;
    private final Path folder;
    private final Path notes;
    private Optional<HeldLock> lock = Optional.empty();

    private OutputFolder(FileSystem files, Path folder) {
        this.files = files;
        this.folder = folder;
        notes = new Path(folder, "_clmr");
    }

    /**
     * Opens a folder, or begins one.
     *
     * @param settings what the output depends on
     * @throws EmbedException if it holds something else, or the output of other settings, or is being written
     */
    static OutputFolder open(String place, Map<String, String> settings, Configuration configuration)
            throws IOException {
        Path path = new Path(place);
        FileSystem system = path.getFileSystem(configuration);
        OutputFolder output = new OutputFolder(system, system.makeQualified(path));
        Path job = new Path(output.notes, "job.json");
        if (!system.exists(job) && output.holdsOther()) {
            throw new EmbedException(place + ": is there already and was not begun by this program;"
                    + " name another folder, or delete it");
        }
        output.lock();
        try {
            if (system.exists(job)) {
                output.compare(output.read(job, new TypeReference<TreeMap<String, String>>() {}), settings);
            } else {
                output.write(job, new TreeMap<>(settings));
            }
            return output;
        } catch (IOException | RuntimeException e) {
            output.close();
            throw e;
        }
    }

    private boolean holdsOther() throws IOException {
        return files.exists(folder)
                && Arrays.stream(files.listStatus(folder))
                        .anyMatch(entry -> !entry.getPath().getName().equals(notes.getName()));
    }

    private void lock() throws IOException {
        if (folder.toUri().getScheme().equals("file")) {
            java.nio.file.Path local = Files.createDirectories(java.nio.file.Path.of(notes.toUri()));
            lock = Optional.of(HeldLock.take(
                    local.resolve("lock"),
                    holder -> new EmbedException(folder + ": is being written by " + holder
                            + "; wait until it ends or name another folder")));
        }
    }

    @Override
    public void close() throws IOException {
        if (lock.isPresent()) {
            lock.get().close();
        }
    }

    private void compare(Map<String, String> before, Map<String, String> now) throws EmbedException {
        for (Map.Entry<String, String> setting : new TreeMap<>(now).entrySet()) {
            String was = before.getOrDefault(setting.getKey(), "absent");
            if (!was.equals(setting.getValue())) {
                throw new EmbedException(folder + ": was begun with " + setting.getKey() + " " + was + ", now it is "
                        + setting.getValue() + "; use the same inputs and settings, or name another folder");
            }
        }
    }

    DecodeGuard guard() {
        return DecodeGuard.of(new Path(notes, "decoding"), files);
    }

    String path() {
        return folder.toString();
    }

    /**
     * Returns what a round gave, if it is done.
     *
     * @param fingerprint of its files now; with others it is not done
     */
    Optional<Totals> done(int round, String fingerprint) throws IOException {
        Path mark = mark(round);
        if (!files.exists(mark)) {
            return Optional.empty();
        }
        Map<String, Object> said = read(mark, new TypeReference<TreeMap<String, Object>>() {});
        if (!said.getOrDefault(FINGERPRINT, fingerprint).equals(fingerprint)) {
            return Optional.empty();
        }
        Map<String, Long> numbers = new TreeMap<>();
        said.forEach((name, value) -> {
            if (value instanceof Number number) {
                numbers.put(name, number.longValue());
            }
        });
        return Optional.of(Totals.of(numbers));
    }

    /** Clears away what is left of a round that was not finished. */
    void begin(int round) throws IOException {
        files.delete(mark(round), false); // of files that were others
        files.delete(new Path(folder, "_temporary"), true);
        for (String table : new String[] {OutcomeFormat.EMBEDDINGS, OutcomeFormat.ERRORS}) {
            FileStatus[] left = files.globStatus(new Path(new Path(folder, table), OutcomeFormat.prefix(round) + "*"));
            for (FileStatus file : left) {
                files.delete(file.getPath(), false);
            }
        }
    }

    void finish(int round, String fingerprint, Totals totals) throws IOException {
        Map<String, Object> mark = new TreeMap<>(totals.asMap());
        mark.put(FINGERPRINT, fingerprint);
        write(mark(round), mark);
    }

    /** Marks the whole as complete. */
    void complete() throws IOException {
        files.create(new Path(folder, SUCCESS), true).close();
    }

    private Path mark(int round) {
        return new Path(notes, String.format(Locale.ROOT, "round-%05d.json", round));
    }

    private <T> T read(Path file, TypeReference<T> type) throws IOException {
        try (InputStream in = files.open(file)) {
            return JSON.readValue(in.readAllBytes(), type);
        } catch (JsonProcessingException e) {
            throw new EmbedException(file + ": not what this program writes there; delete the folder to start over", e);
        }
    }

    /** Writes aside and renames, so that a file is whole where it is. */
    private void write(Path file, Map<String, ?> content) throws IOException {
        Path aside = file.suffix(".tmp");
        try (OutputStream out = files.create(aside, true)) {
            out.write(JSON.writeValueAsBytes(content));
        }
        if (!files.rename(aside, file)) {
            throw new IOException(file + ": cannot be written");
        }
    }
}
