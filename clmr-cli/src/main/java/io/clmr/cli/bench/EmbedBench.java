package io.clmr.cli.bench;

import io.clmr.augment.RandomStream;
import io.clmr.eval.features.FeatureExtractor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Windows a second through a frozen encoder. */
public final class EmbedBench {

    private static final int WARM_UP_BATCHES = 2;
    private static final int WARM_UP_WINDOWS = 256; // by then the compiler of the JVM has seen every layer

    private final FeatureExtractor encoder;
    private final float[] samples;
    private final Runnable stopCheck;

    /**
     * @param samples that the windows are cut from, at least one window
     * @param stopCheck called between batches; throws if the user wants to stop
     */
    public EmbedBench(FeatureExtractor encoder, float[] samples, Runnable stopCheck) {
        this.encoder = encoder;
        this.samples = samples;
        this.stopCheck = stopCheck;
    }

    /**
     * Computes so many batches of so many windows.
     *
     * @param threads the encoder was opened with
     */
    public Rate run(int batch, int batches, int threads) {
        float[][] windows = windows(batch);
        for (int i = 0; i < WARM_UP_BATCHES || i * batch < WARM_UP_WINDOWS; i++) {
            stopCheck.run();
            encoder.features(windows);
        }
        long[] nanos = new long[batches];
        long begin = System.nanoTime();
        for (int i = 0; i < batches; i++) {
            stopCheck.run();
            long started = System.nanoTime();
            encoder.features(windows);
            nanos[i] = System.nanoTime() - started;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("width", encoder.config().width());
        settings.put("batch", batch);
        settings.put("samples", encoder.windowSamples());
        settings.put("encoder", encoder.description());
        return Rate.of("embed", "windows/s", (double) batch * batches, seconds, nanos, threads, settings);
    }

    /** Cuts whole windows from the samples, from the start again where they end. */
    private float[][] windows(int batch) {
        int length = encoder.windowSamples();
        int whole = samples.length / length;
        float[][] windows = new float[batch][];
        for (int n = 0; n < batch; n++) {
            int from = n % whole * length;
            windows[n] = Arrays.copyOfRange(samples, from, from + length);
        }
        return windows;
    }

    /** Returns Gaussian noise about as loud as music. */
    public static float[] noise(int samples) {
        RandomStream stream = RandomStream.of(0);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (float) Math.max(-1, Math.min(1, 0.1 * stream.nextGaussian()));
        }
        return noise;
    }
}
