package io.clmr.data.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The size of the audio that a WAV file states, held against the bytes there are; ffmpeg forgets it when the file is
 * shorter. What the header says of bytes a second decides nothing: it is often wrong.
 *
 * @param statedBytes 0 if the header states none, as programs write that wrote into a pipe
 * @param presentBytes from the begin of the audio to its stated end, or to the end of the file
 * @param unclaimedBytes what lies behind the stated end and is no chunk
 */
record WavHeader(long statedBytes, long presentBytes, long unclaimedBytes) {
    private static final int MAX_CHUNKS = 64;
    private static final int DATA = 0x61746164; // "data", little-endian
    private static final int DS64 = 0x34367364; // "ds64", which holds the sizes of an RF64 file
    private static final long UNKNOWN = 0xffff_ffffL;

    /** Reads the header of a RIFF or RF64 file; empty if it has no audio. */
    static Optional<WavHeader> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer chunk = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
            long position = 12;
            long largeSize = 0;
            for (int i = 0; i < MAX_CHUNKS && channel.read(chunk.clear(), position) >= 8; i++) {
                long size = chunk.getInt(4) & UNKNOWN;
                if (chunk.getInt(0) == DS64) {
                    largeSize = chunk.getLong(16);
                } else if (chunk.getInt(0) == DATA) {
                    return Optional.of(of(channel, position + 8, size == UNKNOWN ? Math.max(0, largeSize) : size));
                }
                position += 8 + size + (size & 1);
            }
            return Optional.empty();
        }
    }

    private static WavHeader of(FileChannel channel, long start, long stated) throws IOException {
        long there = Math.max(0, channel.size() - start);
        if (stated == 0 || stated >= there) {
            return new WavHeader(stated, there, 0);
        }
        long end = start + stated + (stated & 1);
        ByteBuffer name = ByteBuffer.allocate(4);
        boolean chunk = channel.read(name, end) == 4 && isName(name.array());
        return new WavHeader(stated, stated, chunk ? 0 : Math.max(0, channel.size() - end));
    }

    private static boolean isName(byte[] bytes) {
        for (byte letter : bytes) {
            if (letter < ' ' || letter > '~') {
                return false;
            }
        }
        return true;
    }

    /** Returns what the audio would last were all bytes there, of which so much was decoded; negative if none is stated. */
    double statedSeconds(double decodedSeconds) {
        return statedBytes == 0 || presentBytes == 0 ? -1 : decodedSeconds * statedBytes / presentBytes;
    }
}
