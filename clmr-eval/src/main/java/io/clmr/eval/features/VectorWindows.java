package io.clmr.eval.features;

import io.clmr.core.model.Normalization;
import io.clmr.encoder.VectorEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The encoder in plain Java, each window on one thread. */
final class VectorWindows implements WindowEncoder {
    private static final int WINDOWS_PER_THREAD = 8; // so that no thread waits long for another

    private final VectorEncoder encoder;
    private final Optional<Normalization> normalization;
    private final int threads;
    private final ExecutorService pool;

    VectorWindows(VectorEncoder encoder, Optional<Normalization> normalization, int threads) {
        this.encoder = encoder;
        this.normalization = normalization;
        this.threads = threads;
        pool = Executors.newFixedThreadPool(threads, runnable -> {
            Thread thread = new Thread(runnable, "clmr-encode");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int featureDim() {
        return encoder.featureDim();
    }

    @Override
    public int batch() {
        return WINDOWS_PER_THREAD * threads;
    }

    @Override
    public String description() {
        return VectorEncoder.description();
    }

    @Override
    public float[][] features(float[][] windows) {
        if (threads
                == 1) { // then callers may be many, as the tasks of a cluster's process are: no queue for one thread
            float[][] features = new float[windows.length][];
            for (int n = 0; n < features.length; n++) {
                features[n] = encoder.encode(normalized(windows[n]));
            }
            return features;
        }
        List<Future<float[]>> pending = new ArrayList<>(windows.length);
        for (float[] window : windows) {
            pending.add(pool.submit(() -> encoder.encode(normalized(window))));
        }
        float[][] features = new float[windows.length][];
        boolean interrupted = false;
        for (int n = 0; n < features.length; ) {
            try {
                features[n] = pending.get(n).get();
                n++;
            } catch (InterruptedException e) {
                interrupted = true; // a window takes milliseconds: finish, as the native engine does
            } catch (ExecutionException e) {
                throw unwrap(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return features;
    }

    private float[] normalized(float[] window) {
        if (normalization.isEmpty()) {
            return window;
        }
        float mean = (float) normalization.get().mean();
        float std = (float) normalization.get().std();
        float[] normalized = new float[window.length];
        for (int i = 0; i < window.length; i++) {
            normalized[i] = (window[i] - mean) / std;
        }
        return normalized;
    }

    private static RuntimeException unwrap(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException unchecked ? unchecked : new CancellationException(e.toString());
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
