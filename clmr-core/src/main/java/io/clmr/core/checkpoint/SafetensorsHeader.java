package io.clmr.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clmr.base.files.PrintableText;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file.
 *
 * @param entries in the order of the header
 * @param metadata the entry {@code __metadata__}; empty if there is none
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {

    /** Bytes before the header, which say how long it is. */
    static final int LENGTH_BYTES = 8;

    private static final String METADATA = "__metadata__";
    private static final int MAX_DIMENSIONS = 64;
    private static final int MAX_QUOTED = 300;
    private static final int ALIGNMENT = 8;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * One tensor.
     *
     * @param begin first byte, counted from the end of the header
     * @param end byte behind the last
     */
    record Entry(String name, TensorType type, List<Long> shape, long begin, long end) {}

    /**
     * Reads a header and checks it against the bytes that follow it.
     *
     * @param file named in messages
     * @param dataBytes that follow the header
     * @throws CheckpointException if it is no header, or not the one of these bytes
     */
    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) throws IOException {
        JsonNode root = root(file, json);
        List<Entry> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getKey().equals(METADATA)) {
                entries.add(entry(file, field.getKey(), field.getValue()));
            }
        }
        checkCover(file, entries, dataBytes);
        return new SafetensorsHeader(entries, metadata(file, root));
    }

    private static JsonNode root(Path file, byte[] json) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(new String(json, StandardCharsets.UTF_8)); // bytes might be taken for UTF-32
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    file + ": not a whole safetensors file: the header is not JSON: "
                            + PrintableText.of(e.getOriginalMessage(), MAX_QUOTED),
                    e);
        }
        if (!root.isObject()) {
            throw damaged(file, "the header is not a JSON object");
        }
        return root;
    }

    private static Map<String, String> metadata(Path file, JsonNode header) throws CheckpointException {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : header.path(METADATA).properties()) {
            if (!field.getValue().isTextual()) {
                throw damaged(file, METADATA + "." + PrintableText.name(field.getKey()) + " is not text");
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
        return metadata;
    }

    private static Entry entry(Path file, String key, JsonNode node) throws CheckpointException {
        String name = PrintableText.name(key);
        String typeName = node.path("dtype").asText("");
        TensorType type = TensorType.named(typeName)
                .orElseThrow(() -> damaged(
                        file,
                        name + " has dtype '" + PrintableText.name(typeName) + "', expected one of "
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
        return new Entry(key, type, Arrays.stream(shape).boxed().toList(), offsets[0], offsets[1]);
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
                throw damaged(
                        file,
                        name + " has " + PrintableText.name(value.asText()) + " in " + key
                                + ", expected whole numbers from 0");
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
                throw damaged(
                        file,
                        PrintableText.name(entry.name()) + " begins at " + entry.begin() + ", expected " + position);
            }
            position = entry.end();
        }
        if (position != dataBytes) {
            throw damaged(file, "the header describes " + position + " bytes of numbers, the file has " + dataBytes);
        }
    }

    /** Says that a file is not what its name promises. */
    static CheckpointException damaged(Path file, String reason) {
        return new CheckpointException(file + ": not a whole safetensors file: " + reason);
    }

    /** Makes the bytes of a header, its length before it, padded so that what follows is aligned. */
    static ByteBuffer encode(
            Map<String, HostTensor> tensors, List<Map.Entry<String, HostTensor>> stored, Map<String, String> metadata)
            throws JsonProcessingException {
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
}
