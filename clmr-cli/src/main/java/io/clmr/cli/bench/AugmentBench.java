package io.clmr.cli.bench;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.dsp.Kernels;
import io.clmr.train.PretrainConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Views a second: crop and chain, as a view worker makes them. */
public final class AugmentBench {

    private final PretrainConfig config;
    private final float[] track;
    private final Runnable stopCheck;

    /**
     * Prepares a measurement.
     *
     * @param track samples to crop from, at least a window
     * @param stopCheck called between views; throws if the user wants to stop
     */
    public AugmentBench(PretrainConfig config, float[] track, Runnable stopCheck) {
        this.config = config;
        this.track = track;
        this.stopCheck = stopCheck;
    }

    /** Makes that many views on that many threads, after a tenth as many to warm up. */
    public Rate run(int views, int threads) {
        measure(Math.max(threads, views / 10), threads);
        long start = System.nanoTime();
        long[] nanos = measure(views, threads);
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sample_rate_hz", config.model().sampleRateHz());
        settings.put("samples", config.model().samples());
        settings.put("kernels", Kernels.active().description());
        return Rate.of("augment", "views/s", views, seconds, nanos, threads, settings);
    }

    private long[] measure(int views, int threads) {
        long[] nanos = new long[views];
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int worker = 0; worker < threads; worker++) {
                int first = worker;
                parts.add(workers.submit(() -> makeViews(nanos, first, threads)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
            return nanos;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a view could not be made", e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private void makeViews(long[] nanos, int first, int step) {
        int window = config.model().samples();
        AugmentationChain chain =
                AugmentationChain.create(config.augment(), config.model().sampleRateHz(), window);
        float[] samples = new float[window];
        for (int view = first; view < nanos.length; view += step) {
            stopCheck.run();
            long start = System.nanoTime();
            RandomStream stream = RandomStream.forView(config.train().seed(), view / 2, "bench", view % 2);
            System.arraycopy(track, stream.uniformInt(0, track.length - window), samples, 0, window);
            chain.apply(samples, stream);
            nanos[view] = System.nanoTime() - start;
        }
    }
}
