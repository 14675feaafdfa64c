package io.clmr.eval.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clmr.base.files.FileState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the journal of an embedding says.
 *
 * <p>One JSON line holds the settings. Then a line says where the encoder came from and one which folder the paths are
 * relative to, if that is known. Each finished file has a line, in the order of the rows.
 *
 * @param settings what the rows depend on besides the files
 * @param source where the encoder came from
 * @param base the folder that the index names paths relative to
 * @param entries the finished files, in the order of their rows
 * @param complete whether the output is whole, so that rows are added by making it anew
 * @param replacement the files that are to take the place of matrix, index and journal
 * @param bytes length of the lines that are whole
 */
public record JournalContent(
        Map<String, String> settings,
        Optional<EncoderSource> source,
        Optional<Path> base,
        List<Entry> entries,
        boolean complete,
        Optional<Replacement> replacement,
        long bytes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A finished file.
     *
     * @param path what the index calls it
     * @param rows of the output with this file
     * @param indexBytes of the index with this file
     * @param file as it was when it was embedded; empty in a journal of an earlier version
     */
    public record Entry(String path, long rows, long indexBytes, Optional<FileState> file) {
        String line() {
            ObjectNode line = JSON.createObjectNode().put("rows", rows).put("index_bytes", indexBytes);
            return named(line) + "\n";
        }

        /** Returns the line that tells afterwards which file an entry of an earlier version is. */
        String identityLine() {
            return named(JSON.createObjectNode()) + "\n";
        }

        private ObjectNode named(ObjectNode line) {
            line.put("path", path);
            file.ifPresent(state -> line.put("file", state.uri())
                    .put("bytes", state.sizeBytes())
                    .put("modified_ns", state.timeNanos()));
            return line;
        }
    }

    /**
     * Names of files beside the output that hold it without some of its files.
     *
     * @param ready whether they are whole and take their places; if not, they are worthless
     */
    record Replacement(String matrix, String index, String journal, boolean ready) {
        String line() {
            return JSON.createObjectNode()
                            .put("matrix", matrix)
                            .put("index", index)
                            .put("journal", journal)
                            .put("ready", ready)
                    + "\n";
        }
    }

    public JournalContent {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        entries = List.copyOf(entries);
    }

    /** Returns the lines that a journal begins with. */
    static String head(Map<String, String> settings, Optional<EncoderSource> source, Optional<Path> base)
            throws IOException {
        StringBuilder head = new StringBuilder(JSON.writeValueAsString(settings)).append('\n');
        source.ifPresent(from -> {
            ObjectNode line = JSON.createObjectNode().put("checkpoint", from.checkpoint());
            from.seed().ifPresent(seed -> line.put("seed", seed));
            head.append(line).append('\n');
        });
        base.ifPresent(folder -> head.append(baseLine(folder)));
        return head.toString();
    }

    static String baseLine(Path base) {
        return JSON.createObjectNode().put("base", base.toString()) + "\n";
    }

    /**
     * Reads a journal; a line cut off by a kill does not count.
     *
     * @return what it says; empty if it is not there, or was cut off in its first line
     * @throws EmbedException if it is something else
     */
    public static Optional<JournalContent> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] all = Files.readAllBytes(file);
        int end = all.length;
        while (end > 0 && all[end - 1] != '\n') {
            end--;
        }
        if (end == 0) {
            return Optional.empty();
        }
        Reading reading = new Reading(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(all, 0, end))
                    .toString();
            text.lines().forEachOrdered(line -> reading.lines.add(line));
            return Optional.of(reading.content(end));
        } catch (CharacterCodingException | JsonProcessingException | InvalidPathException e) {
            throw reading.damaged(e);
        }
    }

    /** Reads the journal beside a matrix; empty if there is none, or none of an embedding. */
    public static Optional<JournalContent> beside(Path matrix) throws IOException {
        try {
            return read(Path.of(matrix + ".journal"));
        } catch (EmbedException e) {
            return Optional.empty(); // somebody else's file says nothing
        }
    }

    /** Returns the same journal with these files, of an output that is complete or not. */
    JournalContent with(List<Entry> files, boolean isComplete) {
        return new JournalContent(settings, source, base, files, isComplete, replacement, bytes);
    }

    /** Where the rows of the files end: of the output, and of its index. */
    long rows() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).rows();
    }

    long indexBytes() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).indexBytes();
    }

    /** The state of one call. */
    private static final class Reading {
        private final Path file;
        private final List<String> lines = new ArrayList<>();
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, Integer> last = new HashMap<>(); // by path
        private Optional<EncoderSource> source = Optional.empty();
        private Optional<Path> base = Optional.empty();
        private Optional<Replacement> replacement = Optional.empty();
        private boolean complete;
        private int number;

        Reading(Path file) {
            this.file = file;
        }

        JournalContent content(long bytes) throws IOException {
            JsonNode head = JSON.readTree(lines.get(0));
            if (head == null || !head.hasNonNull("encoder")) {
                throw damaged(null);
            }
            Map<String, String> settings = new LinkedHashMap<>();
            head.properties()
                    .forEach(field ->
                            settings.put(field.getKey(), field.getValue().asText()));
            for (String line : lines.subList(1, lines.size())) {
                number++;
                JsonNode node = JSON.readTree(line);
                if (node == null || !node.isObject()) {
                    throw damaged(null);
                }
                take(node);
            }
            return new JournalContent(settings, source, base, entries, complete, replacement, bytes);
        }

        private void take(JsonNode node) throws EmbedException {
            if (node.has("rows")) {
                addEntry(node);
            } else if (node.has("path")) {
                identify(node);
            } else if (node.has("checkpoint")) {
                source = Optional.of(new EncoderSource(
                        node.get("checkpoint").asText(),
                        node.hasNonNull("seed")
                                ? OptionalLong.of(node.get("seed").asLong())
                                : OptionalLong.empty()));
            } else if (node.has("base")) {
                base = Optional.of(Path.of(node.get("base").asText()));
            } else if (node.has("ready")) {
                replacement = Optional.of(new Replacement(
                        node.path("matrix").asText(),
                        node.path("index").asText(),
                        node.path("journal").asText(),
                        node.path("ready").asBoolean()));
            }
            complete |= node.path("complete").asBoolean(false);
        }

        private void addEntry(JsonNode node) throws EmbedException {
            Entry entry = new Entry(
                    node.path("path").asText(),
                    node.path("rows").asLong(-1),
                    node.path("index_bytes").asLong(-1),
                    state(node));
            Entry before = entries.isEmpty() ? new Entry("", 0, 0, Optional.empty()) : entries.get(entries.size() - 1);
            if (entry.rows() < before.rows() || entry.indexBytes() < before.indexBytes() || !node.hasNonNull("path")) {
                throw damaged(null);
            }
            last.put(entry.path(), entries.size());
            entries.add(entry);
        }

        private void identify(JsonNode node) {
            Integer n = last.get(node.get("path").asText());
            if (n != null) {
                Entry entry = entries.get(n);
                entries.set(n, new Entry(entry.path(), entry.rows(), entry.indexBytes(), state(node)));
            }
        }

        private static Optional<FileState> state(JsonNode node) {
            return node.hasNonNull("file")
                    ? Optional.of(new FileState(
                            node.get("file").asText(),
                            node.path("bytes").asLong(),
                            node.path("modified_ns").asLong()))
                    : Optional.empty();
        }

        EmbedException damaged(@Nullable Exception cause) {
            String what = file + ": line " + (number + 1) + " is none of a journal of an embedding;"
                    + " move it away, name another output, or start over with --force";
            return cause == null ? new EmbedException(what) : new EmbedException(what, cause);
        }
    }
}
