package io.clmr.cli.bench;

import io.clmr.augment.RandomStream;
import io.clmr.data.audio.AudioDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How fast compressed files are decoded, as a whole and window by window, and whether the windows are what a store gives. */
public final class DecodeBench {

    private final int sampleRateHz;
    private final Runnable stopCheck;

    /**
     * @param sampleRateHz rate of the samples
     * @param stopCheck called between files; throws if the user wants to stop
     */
    public DecodeBench(int sampleRateHz, Runnable stopCheck) {
        this.sampleRateHz = sampleRateHz;
        this.stopCheck = stopCheck;
    }

    /** Gives the samples that a file's windows are compared with, each in [-1, 1). */
    public interface Reference {
        /** Returns all samples of a file. */
        float[] samples(Path file) throws IOException;
    }

    /** Returns what a store of these files would hold. */
    public Reference wholeFiles() {
        return file -> scaled(AudioDecoder.decodePcm16(file, sampleRateHz));
    }

    private static float[] scaled(short[] samples) {
        float[] scaled = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            scaled[i] = samples[i] / 32768f;
        }
        return scaled;
    }

    /**
     * Decodes whole files, one after another, each as often as asked for, and then random windows of them.
     *
     * @param windowSamples length of a window; files that are shorter give none
     */
    public Rate run(List<Path> files, int times, int windowSamples, int windows, Reference reference)
            throws IOException {
        AudioDecoder.decodePcm16(files.get(0), sampleRateHz);
        long[] nanos = new long[files.size() * times];
        double audioSeconds = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            stopCheck.run();
            long start = System.nanoTime();
            int samples = AudioDecoder.decodePcm16(files.get(i % files.size()), sampleRateHz).length;
            audioSeconds += (double) samples / sampleRateHz;
            nanos[i] = System.nanoTime() - start;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sample_rate_hz", sampleRateHz);
        settings.putAll(windows(files, windowSamples, windows, reference));
        return Rate.of("decode", "x real time", audioSeconds, seconds, nanos, 1, settings);
    }

    private Map<String, Object> windows(List<Path> files, int windowSamples, int windows, Reference reference)
            throws IOException {
        RandomStream stream = RandomStream.of(windows);
        long[] nanos = new long[windows];
        int read = 0;
        double largest = 0;
        int perFile = Math.max(1, (windows + files.size() - 1) / files.size());
        for (int i = 0; i < files.size() && read < windows; i++) {
            // Spread over all files where there are more files than windows.
            Path file = files.get((int) ((long) i * Math.max(1, files.size() / windows) % files.size()));
            float[] whole = reference.samples(file);
            for (int k = 0; k < perFile && read < windows && whole.length >= windowSamples; k++) {
                stopCheck.run();
                int offset = stream.uniformInt(0, whole.length - windowSamples);
                long start = System.nanoTime();
                float[] window = scaled(AudioDecoder.decodeWindowPcm16(file, sampleRateHz, offset, windowSamples));
                nanos[read++] = System.nanoTime() - start;
                largest = Math.max(largest, largestDifference(window, whole, offset));
            }
        }
        long[] sorted = Arrays.copyOf(nanos, read);
        Arrays.sort(sorted);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("window_samples", windowSamples);
        figures.put("windows", read);
        if (read > 0) {
            figures.put("windows_per_second", read / (Arrays.stream(sorted).sum() / 1e9));
            figures.put("window_median_ms", sorted[read / 2] / 1e6);
            figures.put("window_largest_difference", largest);
        }
        return figures;
    }

    private static double largestDifference(float[] window, float[] whole, int offset) {
        double largest = 0;
        for (int i = 0; i < window.length; i++) {
            largest = Math.max(largest, Math.abs(window[i] - whole[offset + i]));
        }
        return largest;
    }
}
