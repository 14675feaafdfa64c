package io.clmr.eval.embed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What of an output is done: one JSON line for the settings, one for where the encoder came from if that is known, one
 * for each finished file, one at the very end.
 *
 * <p>A line counts once its line end is there. It is written after the rows it tells are on the disk.
 */
final class Journal implements Closeable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** How far the output goes: its rows, and the bytes of its index. */
    record Position(long rows, long indexBytes) {}

    private final FileChannel channel;
    private final Set<String> finished = new LinkedHashSet<>();
    private Position position = new Position(0, 0);
    private boolean complete;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens a journal, or begins one.
     *
     * @param settings what the output depends on; those of an existing journal must be the same
     * @param source where the encoder came from; what an existing journal says of it stays, whatever it is
     * @param keep whether there is an output for it; if not, an existing journal is begun anew
     * @throws EmbedException if it belongs to other settings
     */
    static Journal open(Path file, Map<String, String> settings, Optional<EncoderSource> source, boolean keep)
            throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Journal journal = new Journal(channel);
            String head = JSON.writeValueAsString(settings);
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (!keep || text.indexOf('\n') < 0) {
                channel.truncate(0);
                journal.append(head + "\n" + (source.isPresent() ? line(source.get()) : ""));
            } else {
                journal.read(text, head, file);
            }
            return journal;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String line(EncoderSource source) {
        ObjectNode line = JSON.createObjectNode().put("checkpoint", source.checkpoint());
        source.seed().ifPresent(seed -> line.put("seed", seed));
        return line + "\n";
    }

    private void read(String text, String head, Path file) throws IOException {
        int end = text.lastIndexOf('\n') + 1; // a line cut off by a kill does not count
        List<String> lines = text.substring(0, end).lines().toList();
        if (!lines.get(0).equals(head)) {
            throw new EmbedException(file + ": the output was begun with " + lines.get(0) + ", now it is " + head
                    + "; use the same settings, name another file, or delete the output and this journal");
        }
        for (String line : lines.subList(1, lines.size())) {
            try {
                JsonNode node = JSON.readTree(line);
                complete |= node.path("complete").asBoolean(false);
                if (node.has("path")) {
                    finished.add(node.get("path").asText());
                    position = new Position(
                            node.path("rows").asLong(), node.path("index_bytes").asLong());
                }
            } catch (JsonProcessingException e) {
                throw new EmbedException(
                        file + ": not a journal of an embedding; delete it and the output to start over", e);
            }
        }
        long bytes = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        channel.truncate(bytes);
        channel.position(bytes);
    }

    Set<String> finished() {
        return finished;
    }

    Position position() {
        return position;
    }

    /** Returns whether the whole output was written and no more rows can be added. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Adds finished files.
     *
     * @param files each with how far the output goes with it, in that order
     */
    void finish(Map<String, Position> files) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, Position> file : files.entrySet()) {
            lines.append(JSON.createObjectNode()
                            .put("rows", file.getValue().rows())
                            .put("index_bytes", file.getValue().indexBytes())
                            .put("path", file.getKey()))
                    .append('\n');
            position = file.getValue();
        }
        append(lines.toString());
        finished.addAll(files.keySet());
    }

    void complete() throws IOException {
        append("{\"complete\":true}\n");
        complete = true;
    }

    private void append(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
