package io.clmr.eval.features;

import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Reads the chosen windows of a clip; safe for use by several threads. */
record ClipWindows(ClipReader reader, int windowSamples, WindowChoice choice) {
    private static final int WINDOWS_A_READ = 32;

    /**
     * Returns the windows, [windows][windowSamples]; none if the clip is unusable or too short.
     *
     * @param track the clip's number in the reader, if it is usable
     * @param key the clip's key
     */
    float[][] read(OptionalInt track, String key) throws IOException {
        if (track.isEmpty()) {
            return new float[0][];
        }
        long samples = reader.track(track.getAsInt()).samples();
        if (choice instanceof WindowChoice.RandomOne one) {
            return samples < windowSamples ? new float[0][] : one(track.getAsInt(), key, samples, one.seed());
        }
        WindowRule rule = ((WindowChoice.All) choice).rule();
        float[][] windows = new float[rule.windows(samples, windowSamples)][windowSamples];
        // many at a time: a reader of compressed files opens and seeks at every call
        for (int from = 0; from < windows.length; from += WINDOWS_A_READ) {
            int count = Math.min(WINDOWS_A_READ, windows.length - from);
            float[] flat = new float[count * windowSamples];
            reader.read(track.getAsInt(), (long) from * windowSamples, flat);
            for (int n = 0; n < count; n++) {
                System.arraycopy(flat, n * windowSamples, windows[from + n], 0, windowSamples);
            }
        }
        return windows;
    }

    private float[][] one(int track, String key, long samples, long seed) throws IOException {
        float[] window = new float[windowSamples];
        reader.read(track, offset(key, samples - windowSamples, seed), window);
        return new float[][] {window};
    }

    /** Returns a place from 0 to {@code room}, both ends included. */
    static long offset(String key, long room, long seed) {
        CRC32 hash = new CRC32();
        hash.update(key.getBytes(StandardCharsets.UTF_8));
        // two steps, so that near seeds and near hashes give unrelated places
        long mixed = new SplittableRandom(seed).nextLong() ^ hash.getValue();
        return new SplittableRandom(mixed).nextLong(room + 1);
    }
}
