package io.clmr.data.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32;

/** One shard, mapped into memory in pieces that a buffer can address. */
final class Shard {
    private static final long SEGMENT_BYTES = 1L << 30;
    private static final int SEGMENT_SAMPLES = (int) (SEGMENT_BYTES / Short.BYTES);
    private static final int CHUNK = 8192;
    private static final float SCALE = 1f / 32768f;

    /** Samples on their way from shorts to floats: two plain loops over small arrays are what the compiler is best at. */
    private static final ThreadLocal<short[]> SCRATCH = ThreadLocal.withInitial(() -> new short[CHUNK]);

    private final ShortBuffer[] segments;

    private Shard(ShortBuffer[] segments) {
        this.segments = segments;
    }

    static Shard map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size() & -Short.BYTES;
            ShortBuffer[] segments = new ShortBuffer[Math.toIntExact((size + SEGMENT_BYTES - 1) / SEGMENT_BYTES)];
            for (int i = 0; i < segments.length; i++) {
                long start = i * SEGMENT_BYTES;
                segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(SEGMENT_BYTES, size - start))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asShortBuffer();
            }
            return new Shard(segments);
        }
    }

    /** Reads samples as floats in [-1, 1). */
    void read(long firstSample, float[] out, int outOffset, int length) {
        short[] scratch = SCRATCH.get();
        int done = 0;
        while (done < length) {
            int count = readChunk(firstSample + done, scratch, 0, Math.min(CHUNK, length - done));
            int to = outOffset + done;
            for (int i = 0; i < count; i++) {
                out[to + i] = scratch[i] * SCALE;
            }
            done += count;
        }
    }

    /** Reads samples as they are. */
    void read(long firstSample, short[] out, int length) {
        int done = 0;
        while (done < length) {
            done += readChunk(firstSample + done, out, done, length - done);
        }
    }

    /** Returns the checksum of samples as little-endian bytes. */
    long crc32(long firstSample, long length) {
        short[] scratch = SCRATCH.get();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        CRC32 crc = new CRC32();
        for (long done = 0; done < length; ) {
            int count = readChunk(firstSample + done, scratch, 0, (int) Math.min(CHUNK, length - done));
            bytes.clear().asShortBuffer().put(scratch, 0, count);
            crc.update(bytes.limit(count * Short.BYTES));
            done += count;
        }
        return crc.getValue();
    }

    /** Reads as many samples as one mapped piece has, and returns how many these were. */
    private int readChunk(long at, short[] out, int outOffset, int length) {
        int inSegment = (int) (at % SEGMENT_SAMPLES);
        int count = Math.min(length, SEGMENT_SAMPLES - inSegment);
        segments[(int) (at / SEGMENT_SAMPLES)].get(inSegment, out, outOffset, count);
        return count;
    }
}
