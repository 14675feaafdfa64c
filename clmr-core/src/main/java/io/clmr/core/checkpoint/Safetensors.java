package io.clmr.core.checkpoint;

import io.clmr.base.files.WholeFile;
import io.clmr.core.model.HostTensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
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

    /** Describes some 60,000 tensors. The format allows 100 MB, which take gigabytes once they are read. */
    private static final long MAX_HEADER_BYTES = 8_000_000;

    private Safetensors() {}

    /**
     * Reads a whole file, one tensor after the other.
     *
     * @throws CheckpointException if it is not a whole safetensors file
     */
    public static Content read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] json = headerBytes(file, channel, channel.size());
            long dataStart = SafetensorsHeader.LENGTH_BYTES + (long) json.length;
            SafetensorsHeader header = SafetensorsHeader.parse(file, json, channel.size() - dataStart);
            Map<String, HostTensor> tensors = new LinkedHashMap<>();
            for (SafetensorsHeader.Entry entry : header.entries()) {
                ByteBuffer data = ByteBuffer.allocate((int) (entry.end() - entry.begin()));
                readFully(file, channel, data, dataStart + entry.begin());
                long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
                tensors.put(entry.name(), HostTensor.of(entry.type(), data.flip(), shape));
            }
            return new Content(Collections.unmodifiableMap(tensors), header.metadata());
        }
    }

    /**
     * Compares a file with its header, without reading the numbers.
     *
     * @throws CheckpointException if it was cut off, or is no safetensors file
     */
    static void requireWhole(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] json = headerBytes(file, channel, channel.size());
            SafetensorsHeader.parse(file, json, channel.size() - SafetensorsHeader.LENGTH_BYTES - json.length);
        }
    }

    private static byte[] headerBytes(Path file, FileChannel channel, long size) throws IOException {
        if (size < SafetensorsHeader.LENGTH_BYTES) {
            throw SafetensorsHeader.damaged(file, "the file has " + size + " bytes, a header alone has more");
        }
        ByteBuffer prefix = ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, channel, prefix, 0);
        long length = prefix.getLong(0);
        if (length < 2 || length > size - SafetensorsHeader.LENGTH_BYTES) {
            throw SafetensorsHeader.damaged(
                    file, "the header claims " + Long.toUnsignedString(length) + " bytes, the file has " + size);
        }
        if (length > MAX_HEADER_BYTES) {
            throw new CheckpointException(
                    file + ": the header has " + length + " bytes, at most " + MAX_HEADER_BYTES + " are read");
        }
        ByteBuffer json = ByteBuffer.allocate((int) length);
        readFully(file, channel, json, SafetensorsHeader.LENGTH_BYTES);
        return json.array();
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
        ByteBuffer header = SafetensorsHeader.encode(tensors, stored, metadata);
        WholeFile.write(file, channel -> {
            writeFully(channel, header);
            for (Map.Entry<String, HostTensor> entry : stored) {
                writeFully(channel, entry.getValue().data());
            }
        });
    }

    private static void writeFully(FileChannel channel, ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            channel.write(source);
        }
    }
}
