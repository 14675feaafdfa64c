package io.clmr.cli.bench;

import io.clmr.augment.RandomStream;
import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.util.Map;

/** How fast windows come out of a store. */
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
}
