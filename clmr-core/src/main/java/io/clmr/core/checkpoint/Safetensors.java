package io.clmr.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.TensorType;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format: eight bytes of header length, a JSON header with types, shapes and offsets by name, then the
 * numbers.
 *
 * <p>A header is believed only as far as the file's size bears it out, and before memory is taken for what it claims.
 */
public final class Safetensors {

    /**
     * What a file holds.
     *
     * @param tensors by name, in the order of the header
     * @param metadata the header's {@code __metadata__}; empty if there is none
     */
    public record Content(Map<String, HostTensor> tensors, Map<String, String> metadata) {}

    private record Entry(String name, TensorType type, List<Long> shape, long begin, long end) {}

    private static final String METADATA = "__metadata__";
    private static final int LENGTH_BYTES = 8;

    /** The format's own limit. */
    private static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int MAX_DIMENSIONS = 64;
    private static final int ALIGNMENT = 8;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Safetensors() {}

    /**
     * Reads a whole file, one tensor after the other.
     *
     * @throws CheckpointException if it is not a whole safetensors file
     */
    public static Content read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            JsonNode header = header(file, channel, size);
            long dataStart = channel.position();
            Map<String, String> metadata = metadata(file, header);
            List<Entry> entries = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : header.properties()) {
                if (!field.getKey().equals(METADATA)) {
                    entries.add(entry(file, field.getKey(), field.getValue()));
                }
            }
            checkCover(file, entries, size - dataStart);
            Map<String, HostTensor> tensors = new LinkedHashMap<>();
            for (Entry entry : entries) {
                ByteBuffer data = ByteBuffer.allocate((int) (entry.end() - entry.begin()));
                readFully(file, channel, data, dataStart + entry.begin());
                tensors.put(entry.name(), HostTensor.of(entry.type(), data.flip(), longs(entry.shape())));
            }
            return new Content(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
        }
    }

    private static long[] longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    private static JsonNode header(Path file, FileChannel channel, long size) throws IOException {
        if (size < LENGTH_BYTES) {
            throw damaged(file, "the file has " + size + " bytes, a header alone has more");
        }
        ByteBuffer prefix = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, channel, prefix, 0);
        long length = prefix.getLong(0);
        if (length < 2 || length > size - LENGTH_BYTES || length > MAX_HEADER_BYTES) {
            throw damaged(file, "the header claims " + Long.toUnsignedString(length) + " bytes, the file has " + size);
        }
        ByteBuffer text = ByteBuffer.allocate((int) length);
        readFully(file, channel, text, LENGTH_BYTES);
        channel.position(LENGTH_BYTES + length);
        try {
            JsonNode header = JSON.readTree(text.array());
            if (!header.isObject()) {
                throw damaged(file, "the header is not a JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    file + ": not a whole safetensors file: the header is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, String> metadata(Path file, JsonNode header) throws CheckpointException {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : header.path(METADATA).properties()) {
            if (!field.getValue().isTextual()) {
                throw damaged(file, METADATA + "." + field.getKey() + " is not text");
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
        return metadata;
    }

    private static Entry entry(Path file, String name, JsonNode node) throws CheckpointException {
        String typeName = node.path("dtype").asText("");
        TensorType type = TensorType.named(typeName)
                .orElseThrow(() -> damaged(
                        file,
                        name + " has dtype '" + typeName + "', expected one of "
                                + Arrays.toString(TensorType.values())));
        long[] shape = longs(file, name, "shape", node.path("shape"));
        long[] offsets = longs(file, name, "data_offsets", node.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw damaged(file, name + " has data_offsets " + Arrays.toString(offsets) + ", expected [begin, end]");
        }
        long bytes = offsets[1] - offsets[0];
        if (bytes > Integer.MAX_VALUE - 8) {
            throw damaged(file, name + " has " + bytes + " bytes, more than one tensor may have here (2 GiB)");
        }
        if (!holds(shape, type, bytes)) {
            throw damaged(file, name + " is " + type + Arrays.toString(shape) + ", but has " + bytes + " bytes");
        }
        return new Entry(name, type, Arrays.stream(shape).boxed().toList(), offsets[0], offsets[1]);
    }

    private static boolean holds(long[] shape, TensorType type, long bytes) {
        try {
            long expected = type.bytes();
            for (long size : shape) {
                expected = Math.multiplyExact(expected, size);
            }
            return expected == bytes;
        } catch (ArithmeticException e) {
            return false; // more than a long can count is more than any file holds
        }
    }

    private static long[] longs(Path file, String name, String key, JsonNode node) throws CheckpointException {
        if (!node.isArray() || node.size() > MAX_DIMENSIONS) {
            throw damaged(file, name + " has no list named " + key + " of at most " + MAX_DIMENSIONS + " numbers");
        }
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.get(i);
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw damaged(file, name + " has " + value + " in " + key + ", expected whole numbers from 0");
            }
            values[i] = value.longValue();
        }
        return values;
    }

    /** The format wants the numbers without gaps, overlaps or leftovers. */
    private static void checkCover(Path file, List<Entry> entries, long dataBytes) throws CheckpointException {
        List<Entry> byOffset = new ArrayList<>(entries);
        byOffset.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long position = 0;
        for (Entry entry : byOffset) {
            if (entry.begin() != position) {
                throw damaged(file, entry.name() + " begins at " + entry.begin() + ", expected " + position);
            }
            position = entry.end();
        }
        if (position != dataBytes) {
            throw damaged(file, "the header describes " + position + " bytes of numbers, the file has " + dataBytes);
        }
    }

    private static void readFully(Path file, FileChannel channel, ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw new EOFException(file + " became shorter while it was read");
            }
            at += count;
        }
    }

    private static CheckpointException damaged(Path file, String reason) {
        return new CheckpointException(file + ": not a whole safetensors file: " + reason);
    }

    /**
     * Writes a file beside its place, flushes it to the disk and moves it there in one step.
     *
     * @param tensors by name; the header keeps this order, the numbers lie by falling size of their type, so that each
     *     is aligned
     * @param metadata for the header; may be empty
     */
    public static void write(Path file, Map<String, HostTensor> tensors, Map<String, String> metadata)
            throws IOException {
        List<Map.Entry<String, HostTensor>> stored = new ArrayList<>(tensors.entrySet());
        stored.sort(Comparator.comparingInt(entry -> -entry.getValue().type().bytes()));
        ByteBuffer header = encode(tensors, stored, metadata);
        WholeFile.write(file, channel -> {
            writeFully(channel, header);
            for (Map.Entry<String, HostTensor> entry : stored) {
                writeFully(channel, entry.getValue().data());
            }
        });
    }

    private static ByteBuffer encode(
            Map<String, HostTensor> tensors, List<Map.Entry<String, HostTensor>> stored, Map<String, String> metadata)
            throws IOException {
        Map<String, Long> begins = new LinkedHashMap<>();
        long position = 0;
        for (Map.Entry<String, HostTensor> entry : stored) {
            begins.put(entry.getKey(), position);
            position += entry.getValue().data().remaining();
        }
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            metadata.forEach(header.putObject(METADATA)::put);
        }
        tensors.forEach((name, tensor) -> {
            long begin = begins.getOrDefault(name, 0L);
            ObjectNode node = header.putObject(name).put("dtype", tensor.type().name());
            Arrays.stream(tensor.shape()).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(begin).add(begin + tensor.data().remaining());
        });
        byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }

    private static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }
}
