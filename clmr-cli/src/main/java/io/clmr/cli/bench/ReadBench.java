package io.clmr.cli.bench;

import io.clmr.augment.RandomStream;
import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How fast audio comes in: windows out of a store, files through the decoder. */
public final class ReadBench {

    private final Runnable stopCheck;

    /** @param stopCheck called between reads; throws if the user wants to stop */
    public ReadBench(Runnable stopCheck) {
        this.stopCheck = stopCheck;
    }

    /** Reads random windows of random tracks. */
    public Rate store(ClipReader reader, int windowSamples, int windows) throws IOException {
        readWindows(reader, windowSamples, Math.max(1, windows / 10));
        long start = System.nanoTime();
        long[] nanos = readWindows(reader, windowSamples, windows);
        double seconds = (System.nanoTime() - start) / 1e9;
        return Rate.of("store", "windows/s", windows, seconds, nanos, 1, Map.of("samples", windowSamples));
    }

    private long[] readWindows(ClipReader reader, int windowSamples, int windows) throws IOException {
        RandomStream stream = RandomStream.of(windows);
        float[] samples = new float[windowSamples];
        long[] nanos = new long[windows];
        for (int i = 0; i < windows; i++) {
            stopCheck.run();
            long start = System.nanoTime();
            int track = stream.uniformInt(0, reader.tracks() - 1);
            int last = (int) Math.min(Integer.MAX_VALUE, reader.track(track).samples() - windowSamples);
            reader.read(track, stream.uniformInt(0, last), samples);
            nanos[i] = System.nanoTime() - start;
        }
        return nanos;
    }

    /** Decodes whole files, one after another, each as often as asked for. */
    public Rate decode(List<Path> files, int sampleRateHz, int times) throws IOException {
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
        return Rate.of(
                "decode", "x real time", audioSeconds, seconds, nanos, 1, Map.of("sample_rate_hz", sampleRateHz));
    }
}
