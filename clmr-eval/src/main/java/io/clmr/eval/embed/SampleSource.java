package io.clmr.eval.embed;

import io.clmr.data.audio.AudioStream;
import java.io.IOException;

/** Mono samples from start to end. */
@FunctionalInterface
interface SampleSource {
    /** Reads up to {@code length} samples; returns how many, or -1 at the end. */
    int read(float[] buffer, int offset, int length) throws IOException;

    /** Returns these samples with every fault of reading them as an {@link IOException}, told from other faults. */
    default SampleSource withFaultsAsIoExceptions() {
        return (buffer, offset, length) -> {
            try {
                return read(buffer, offset, length);
            } catch (RuntimeException e) {
                throw new EmbedException(DecodedFile.reason(e), e);
            }
        };
    }

    /** Returns the samples of an array. */
    static SampleSource of(float[] samples) {
        int[] position = {0};
        return (buffer, offset, length) -> {
            int count = Math.min(length, samples.length - position[0]);
            if (count == 0) {
                return -1;
            }
            System.arraycopy(samples, position[0], buffer, offset, count);
            position[0] += count;
            return count;
        };
    }

    /**
     * Returns the samples of a stream of 16-bit samples: those that a PCM store holds and training heard, to the bit.
     */
    static SampleSource of(AudioStream pcm16) {
        short[] chunk = new short[1 << 14];
        return (buffer, offset, length) -> {
            int count = pcm16.read(chunk, 0, Math.min(length, chunk.length));
            for (int n = 0; n < count; n++) {
                buffer[offset + n] = chunk[n] / 32768f;
            }
            return count;
        };
    }
}
