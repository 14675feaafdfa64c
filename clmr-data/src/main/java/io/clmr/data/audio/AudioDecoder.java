package io.clmr.data.audio;

import io.clmr.base.files.FileWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Decodes audio files of any format ffmpeg knows to mono at a wanted sample rate.
 *
 * <p>Channels are mixed and rates converted by swresample, so 16-bit samples equal the output of
 * {@code ffmpeg -i FILE -ac 1 -ar RATE -f s16le}; an {@link AudioSelection} may take another track or one channel. Float samples lie between -1 and 1 unless the file itself exceeds that.
 * Every method throws {@link AudioException} for a file that is not usable audio, and {@link NativeAudioException} where
 * the native library is missing.
 */
public final class AudioDecoder {
    private static final int CHUNK = 1 << 16;

    private AudioDecoder() {}

    /**
     * Opens a file for reading from its start in bounded memory.
     *
     * @param sampleRateHz rate of the samples the stream gives
     */
    public static AudioStream open(Path file, int sampleRateHz, SampleFormat format, AudioSelection selection)
            throws IOException {
        return AudioStream.open(file, sampleRateHz, format, selection);
    }

    /** Opens a file for reading what ffmpeg would take of it. */
    public static AudioStream open(Path file, int sampleRateHz, SampleFormat format) throws IOException {
        return open(file, sampleRateHz, format, AudioSelection.defaults());
    }

    /** Opens a file for reading as float samples. */
    public static AudioStream open(Path file, int sampleRateHz) throws IOException {
        return open(file, sampleRateHz, SampleFormat.FLOAT32);
    }

    /** Decodes a whole file to mono float samples. */
    public static float[] decode(Path file, int sampleRateHz) throws IOException {
        return decode(file, sampleRateHz, AudioSelection.defaults());
    }

    /** Decodes a whole file to mono float samples. */
    public static float[] decode(Path file, int sampleRateHz, AudioSelection selection) throws IOException {
        try (AudioStream stream = open(file, sampleRateHz, SampleFormat.FLOAT32, selection)) {
            float[] samples = new float[CHUNK];
            int filled = 0;
            int count;
            while ((count = stream.read(samples, filled, samples.length - filled)) >= 0) {
                filled += count;
                if (filled == samples.length) {
                    samples = Arrays.copyOf(samples, grow(filled, file));
                }
            }
            return Arrays.copyOf(samples, filled);
        }
    }

    /** Decodes a whole file to mono 16-bit samples. */
    public static short[] decodePcm16(Path file, int sampleRateHz) throws IOException {
        return decodePcm16(file, sampleRateHz, AudioSelection.defaults());
    }

    /** Decodes a whole file to mono 16-bit samples. */
    public static short[] decodePcm16(Path file, int sampleRateHz, AudioSelection selection) throws IOException {
        try (AudioStream stream = open(file, sampleRateHz, SampleFormat.PCM16, selection)) {
            short[] samples = new short[CHUNK];
            int filled = 0;
            int count;
            while ((count = stream.read(samples, filled, samples.length - filled)) >= 0) {
                filled += count;
                if (filled == samples.length) {
                    samples = Arrays.copyOf(samples, grow(filled, file));
                }
            }
            return Arrays.copyOf(samples, filled);
        }
    }

    private static int grow(int length, Path file) throws AudioException {
        if (length > Integer.MAX_VALUE / 2) {
            throw new AudioException(
                    file,
                    AudioException.Kind.UNREADABLE,
                    "has more than " + length + " samples, too many for one array; read it as a stream");
        }
        return length * 2;
    }

    /**
     * Decodes one window of a file: the same samples as that part of the whole file.
     *
     * @param offsetSamples first sample, counted at {@code sampleRateHz}
     * @return {@code samples} values, or fewer where the file ends before
     */
    public static float[] decodeWindow(Path file, int sampleRateHz, long offsetSamples, int samples)
            throws IOException {
        AudioSelection selection = AudioSelection.defaults();
        try (AudioStream stream =
                AudioStream.openAt(file, sampleRateHz, SampleFormat.FLOAT32, selection, offsetSamples)) {
            float[] window = new float[samples];
            int filled = 0;
            int count = 0;
            while (filled < samples && (count = stream.read(window, filled, samples - filled)) >= 0) {
                filled += count;
            }
            return filled == samples ? window : Arrays.copyOf(window, filled);
        }
    }

    /** Decodes one window of a file to 16-bit samples; see {@link #decodeWindow}. */
    public static short[] decodeWindowPcm16(Path file, int sampleRateHz, long offsetSamples, int samples)
            throws IOException {
        return decodeWindowPcm16(file, sampleRateHz, AudioSelection.defaults(), offsetSamples, samples);
    }

    /** Decodes one window of a file to 16-bit samples; see {@link #decodeWindow}. */
    public static short[] decodeWindowPcm16(
            Path file, int sampleRateHz, AudioSelection selection, long offsetSamples, int samples) throws IOException {
        try (AudioStream stream =
                AudioStream.openAt(file, sampleRateHz, SampleFormat.PCM16, selection, offsetSamples)) {
            short[] window = new short[samples];
            int filled = 0;
            int count = 0;
            while (filled < samples && (count = stream.read(window, filled, samples - filled)) >= 0) {
                filled += count;
            }
            return filled == samples ? window : Arrays.copyOf(window, filled);
        }
    }

    /** Returns what the header of a file says, without decoding its audio. */
    public static AudioInfo info(Path file, AudioSelection selection) throws IOException {
        Ffmpeg.load();
        try (AudioInput input = AudioInput.open(file, selection.audioTrack())) {
            return input.info();
        }
    }

    /** Returns the length of a file as its header has it, or as ffmpeg guesses from size and bitrate; 0 if unknown. */
    public static double estimateSeconds(Path file) throws IOException {
        Ffmpeg.load();
        try (Container container = Container.open(file)) {
            return container.estimatedSeconds();
        }
    }

    /** Lets a watch hear of every file that ffmpeg gets from now on, from any thread of this process. */
    public static void watch(FileWatch watch) {
        WatchedFile.add(watch);
    }

    /** Ends a watch. */
    public static void unwatch(FileWatch watch) {
        WatchedFile.remove(watch);
    }

    /** Returns whether a watch asks for this file to be decoded while no other one is. */
    public static boolean isSuspect(Path file) {
        return WatchedFile.isSuspect(file);
    }

    /** Loads the native library. A program with many files calls this first: else it would refuse them one by one. */
    public static void requireLibrary() {
        Ffmpeg.load();
    }

    /** Loads the native library and returns its version and licence. */
    public static String libraryVersion() {
        return Ffmpeg.version();
    }
}
