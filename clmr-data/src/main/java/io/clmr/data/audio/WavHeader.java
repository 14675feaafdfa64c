package io.clmr.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The length that a WAV file states, which ffmpeg forgets when the file is shorter. */
final class WavHeader {
    private static final int MAX_CHUNKS = 64;
    private static final int DATA = 0x61746164; // "data", little-endian
    private static final long UNKNOWN = 0xffff_ffffL; // written by programs that write into a pipe

    private WavHeader() {}

    /** Returns the size of the data chunk as the header states it; empty if it states none. */
    static OptionalLong statedDataBytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer chunk = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            long position = 12;
            for (int i = 0; i < MAX_CHUNKS && channel.read(chunk.clear(), position) == 8; i++) {
                long size = chunk.getInt(4) & UNKNOWN;
                if (chunk.getInt(0) == DATA) {
                    return size == 0 || size == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(size);
                }
                position += 8 + size + (size & 1);
            }
            return OptionalLong.empty();
        }
    }
}
