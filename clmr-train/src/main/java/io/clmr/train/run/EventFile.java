package io.clmr.train.run;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file: scalars in TFRecords around hand-made protocol-buffer bytes.
 *
 * <p>Field numbers are those of TensorFlow's {@code event.proto} and {@code summary.proto}. A library for these few
 * bytes would bring the whole protobuf runtime.
 */
final class EventFile implements Closeable {

    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final int SESSION_STATUS = 1;
    private static final int SESSION_START = 1;

    private static final int WIRE_VARINT = 0;
    private static final int WIRE_64_BIT = 1;
    private static final int WIRE_BYTES = 2;
    private static final int WIRE_32_BIT = 5;

    private final FileChannel channel;

    private EventFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Begins a file of its own for this session.
     *
     * @param firstStep first step this session will take; TensorBoard forgets what older files say of it and later
     */
    static EventFile create(Path folder, long firstStep, double wallTimeSeconds) throws IOException {
        EventFile file = new EventFile(openNew(folder, (long) wallTimeSeconds));
        file.write(event(wallTimeSeconds, 0, EVENT_FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8)));
        if (firstStep > 1) {
            Message log = new Message().varint(SESSION_STATUS, SESSION_START);
            file.write(event(wallTimeSeconds, firstStep, EVENT_SESSION_LOG, log.bytes()));
        }
        return file;
    }

    private static FileChannel openNew(Path folder, long seconds) throws IOException {
        int number = 0;
        while (true) {
            String name = String.format(
                    Locale.ROOT,
                    "events.out.tfevents.%010d.clmr.%d.%d",
                    seconds,
                    ProcessHandle.current().pid(),
                    number);
            try {
                return FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (FileAlreadyExistsException e) {
                number++; // two sessions within one second
            }
        }
    }

    /** Writes the scalars of a step. */
    void scalars(long step, double wallTimeSeconds, Map<String, Double> values) throws IOException {
        Message summary = new Message();
        values.forEach((tag, value) -> summary.bytes(
                SUMMARY_VALUE,
                new Message()
                        .bytes(VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8))
                        .float32(VALUE_SIMPLE, value.floatValue())
                        .bytes()));
        write(event(wallTimeSeconds, step, EVENT_SUMMARY, summary.bytes()));
    }

    private static byte[] event(double wallTimeSeconds, long step, int field, byte[] content) {
        return new Message()
                .float64(EVENT_WALL_TIME, wallTimeSeconds)
                .varint(EVENT_STEP, step)
                .bytes(field, content)
                .bytes();
    }

    /** Writes a TFRecord: length, its checksum, the bytes, their checksum. */
    private void write(byte[] content) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(16 + content.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(content.length);
        record.putInt(maskedChecksum(record.array(), 0, 8));
        record.put(content);
        record.putInt(maskedChecksum(content, 0, content.length));
        record.flip();
        DurableFiles.append(channel, record);
    }

    /** CRC-32C rotated by 15 bits plus a constant, as the TFRecord format wants it. */
    static int maskedChecksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Protocol-buffer fields, one after another. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message varint(int field, long value) {
            tag(field, WIRE_VARINT);
            raw(value);
            return this;
        }

        Message float64(int field, double value) {
            tag(field, WIRE_64_BIT);
            out.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
            return this;
        }

        Message float32(int field, float value) {
            tag(field, WIRE_32_BIT);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
            return this;
        }

        Message bytes(int field, byte[] value) {
            tag(field, WIRE_BYTES);
            raw(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void tag(int field, int wireType) {
            raw(((long) field << 3) | wireType);
        }

        private void raw(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) ((rest & 0x7F) | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
