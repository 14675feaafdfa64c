package io.clmr.train.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.base.files.WholeFile;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** {@code metrics.jsonl}: one JSON object a line, each with its step. */
final class MetricsLog implements Closeable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel channel;

    private MetricsLog(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the file to go on after a step: lines of later steps, and a last line cut short, are removed.
     *
     * @param step steps that count as taken
     */
    static MetricsLog openAfter(Path file, long step) throws IOException {
        if (Files.exists(file)) {
            WholeFile.writeText(file, kept -> copyUpTo(file, kept, step));
        }
        return new MetricsLog(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    private static void copyUpTo(Path file, Writer out, long step) throws IOException {
        // what is no UTF-8 is no JSON either, and its line goes; a decoder that throws would end the run
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (stepOf(line) <= step) {
                    out.write(line);
                    out.write('\n');
                }
            }
        }
    }

    /** Returns the step of a line, or a number above all steps if the line is not whole. */
    private static long stepOf(String line) {
        try {
            JsonNode step = JSON.readTree(line).path("step");
            return step.canConvertToLong() ? step.asLong() : Long.MAX_VALUE;
        } catch (JsonProcessingException e) {
            return Long.MAX_VALUE; // the program was stopped in the middle of this line
        }
    }

    void append(Map<String, ?> values) throws IOException {
        String line = JSON.writeValueAsString(values) + "\n";
        DurableFiles.append(channel, ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }

    /** Flushes to the disk. */
    void flush() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
