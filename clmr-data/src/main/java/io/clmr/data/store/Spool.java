package io.clmr.data.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds the bytes of one decoded track until its turn comes: in memory, or, from a certain size on, in a file. */
final class Spool implements SampleSink, Closeable {
    static final int MEMORY_BYTES = 8 << 20;

    private final Path overflow;
    private ByteBuffer memory = ByteBuffer.allocate(1 << 20);
    private ByteBuffer converted = ByteBuffer.allocate(0);
    private @Nullable FileChannel file;
    private long bytes;

    /** @param overflow where to put what is too large for memory */
    Spool(Path overflow) {
        this.overflow = overflow;
    }

    @Override
    public void write(short[] samples, int count) throws IOException {
        if (converted.capacity() < count * Short.BYTES) {
            converted = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        }
        converted.clear().asShortBuffer().put(samples, 0, count);
        write(converted.limit(count * Short.BYTES));
    }

    void write(ByteBuffer data) throws IOException {
        bytes += data.remaining();
        if (file == null && memory.position() + data.remaining() <= MEMORY_BYTES) {
            if (memory.remaining() < data.remaining()) {
                ByteBuffer larger = ByteBuffer.allocate(Math.min(MEMORY_BYTES, memory.capacity() * 4));
                memory = larger.put(memory.flip());
            }
            memory.put(data);
            return;
        }
        FileChannel open = file;
        if (open == null) {
            open = FileChannel.open(
                    overflow,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            file = open;
            writeAll(open, memory.flip());
            memory = ByteBuffer.allocate(0);
        }
        writeAll(open, data);
    }

    private static void writeAll(GatheringByteChannel channel, ByteBuffer data) throws IOException {
        while (data.hasRemaining()) {
            channel.write(data);
        }
    }

    long bytes() {
        return bytes;
    }

    /** Appends everything to a channel; call once. */
    void moveTo(FileChannel channel) throws IOException {
        FileChannel open = file;
        if (open == null) {
            writeAll(channel, memory.flip());
            return;
        }
        for (long done = 0; done < bytes; ) {
            done += open.transferTo(done, bytes - done, channel);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            Files.deleteIfExists(overflow);
        }
    }
}
