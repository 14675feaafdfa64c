package io.clmr.data.audio;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Decodes audio files of any format ffmpeg knows to mono at a wanted sample rate.
 *
 * <p>Channels are mixed and rates converted by swresample, so 16-bit samples equal the output of
 * {@code ffmpeg -i FILE -ac 1 -ar RATE -f s16le}. Float samples lie between -1 and 1 unless the file itself exceeds that.
 * Every method throws {@link AudioException} for a file that is not usable audio.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AudioDecoder {
    private AudioDecoder() {}

    /**
     * Opens a file for reading from its start in bounded memory.
     *
     * @param sampleRateHz rate of the samples the stream gives
     */
    public static AudioStream open(Path file, int sampleRateHz, SampleFormat format) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Opens a file for reading as float samples. */
    public static AudioStream open(Path file, int sampleRateHz) throws IOException {
        return open(file, sampleRateHz, SampleFormat.FLOAT32);
    }

    /** Decodes a whole file to mono float samples. */
    public static float[] decode(Path file, int sampleRateHz) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Decodes a whole file to mono 16-bit samples. */
    public static short[] decodePcm16(Path file, int sampleRateHz) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Decodes one window of a file: the same samples as that part of the whole file.
     *
     * @param offsetSamples first sample, counted at {@code sampleRateHz}
     * @return {@code samples} values, or fewer where the file ends before
     */
    public static float[] decodeWindow(Path file, int sampleRateHz, long offsetSamples, int samples)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Decodes one window of a file to 16-bit samples; see {@link #decodeWindow}. */
    public static short[] decodeWindowPcm16(Path file, int sampleRateHz, long offsetSamples, int samples)
            throws IOException {
        throw new UnsupportedOperationException();
    }
}
