package io.clmr.data.audio;

import java.io.Closeable;
import java.io.IOException;

/**
 * Gives the mono samples of one file from start to end, in memory that does not grow with the file.
 *
 * <p>Not thread-safe; close it to release the native memory.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AudioStream implements Closeable {
    AudioStream() {}

    /**
     * Reads up to {@code length} float samples; the stream must have been opened as {@link SampleFormat#FLOAT32}.
     *
     * @return the number of samples read, 1 to {@code length}, or -1 at the end
     */
    public int read(float[] buffer, int offset, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads up to {@code length} 16-bit samples; the stream must have been opened as {@link SampleFormat#PCM16}.
     *
     * @return the number of samples read, 1 to {@code length}, or -1 at the end
     */
    public int read(short[] buffer, int offset, int length) throws IOException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
