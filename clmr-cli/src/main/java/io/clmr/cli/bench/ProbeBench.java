package io.clmr.cli.bench;

import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.LinearEvaluation;
import io.clmr.eval.probe.ProbeConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whole evaluations a second on features that are there already: fitting the probe, scoring the test clips, intervals. */
public final class ProbeBench {

    private final int trainClips;
    private final ProbeConfig probe;
    private final Runnable stopCheck;

    /**
     * @param trainClips clips that the probe is fitted on, one window each
     * @param stopCheck called before each evaluation; throws if the user wants to stop
     */
    public ProbeBench(int trainClips, ProbeConfig probe, Runnable stopCheck) {
        this.trainClips = trainClips;
        this.probe = probe;
        this.stopCheck = stopCheck;
    }

    /**
     * Evaluates with each part of the labels and each seed from 0 on.
     *
     * @param threads evaluations side by side
     */
    public Rate run(List<Double> fractions, int seeds, int threads) {
        MadeFeatures features = new MadeFeatures(trainClips);
        int count = fractions.size() * seeds;
        long start = System.nanoTime();
        long[] nanos = new long[count];
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> evaluations = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                ProbeConfig config = probe.withLabelFraction(fractions.get(n / seeds));
                int seed = n % seeds;
                evaluations.add(workers.submit(() -> evaluate(features, config, seed)));
            }
            for (int n = 0; n < count; n++) {
                nanos[n] = evaluations.get(n).get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while evaluating", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("head", probe.head().name().toLowerCase(Locale.ROOT));
        settings.put("train_clips", trainClips);
        settings.put("dim", MadeFeatures.DIM);
        settings.put("tags", MadeFeatures.TAGS);
        settings.put("label_fractions", fractions);
        settings.put("seeds", seeds);
        settings.put("seconds", seconds);
        return Rate.of("probe", "evaluations/s", count, seconds, nanos, threads, settings);
    }

    private long evaluate(MadeFeatures features, ProbeConfig config, long seed) throws IOException {
        stopCheck.run();
        long start = System.nanoTime();
        try (ClipReader noAudio = new NoiseReader(features.sampleRateHz(), 0, 0)) {
            new LinearEvaluation(features.dataset(), noAudio, features).evaluate(config, seed, ProgressListener.none());
        }
        return System.nanoTime() - start;
    }
}
