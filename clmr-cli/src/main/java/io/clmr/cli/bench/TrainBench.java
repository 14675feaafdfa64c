package io.clmr.cli.bench;

import io.clmr.core.engine.TorchEngine;
import io.clmr.train.PretrainConfig;
import io.clmr.train.Pretrainer;
import io.clmr.train.StepMetrics;
import io.clmr.train.TrainingListener;
import io.clmr.train.run.RunDescription;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Training steps a second on noise: the real loop, its folder thrown away.
 *
 * <p>The {@code waiting_share} says who waits for whom: the share of the time the step waited for views. Near 0 the views are
 * made faster than the step takes them.
 */
public final class TrainBench {

    /** Steps before the measurement: the first ones allocate and compile. */
    public static final int WARM_UP_STEPS = 2;

    private final PretrainConfig config;

    /** @param config with {@code max_steps} set to the steps to measure and {@link #WARM_UP_STEPS}, and metrics logged */
    public TrainBench(PretrainConfig config) {
        this.config = config;
    }

    /**
     * Takes the steps.
     *
     * @param onStart is given what makes the run stop early
     */
    public Rate run(Consumer<Runnable> onStart) throws IOException {
        Path folder = Files.createTempDirectory("clmr-bench");
        List<Long> times = new ArrayList<>();
        List<Double> waitingShares = new ArrayList<>();
        try (NoiseReader reader = new NoiseReader(
                        config.model().sampleRateHz(),
                        config.train().batchSize(),
                        2 * config.model().samples());
                RunFolder run = RunFolder.create(
                        folder,
                        new RunDescription(
                                "",
                                Map.of(),
                                List.of("bench"),
                                "",
                                config.train().seed(),
                                ""))) {
            TrainingSet tracks =
                    TrainingSet.of(reader, reader.keys(), config.model().samples());
            Pretrainer pretrainer = new Pretrainer(config, tracks);
            onStart.accept(pretrainer::stop);
            pretrainer.run(run, new TrainingListener() {
                @Override
                public void stepFinished(long step, long totalSteps) {
                    times.add(System.nanoTime());
                }

                @Override
                public void metricsLogged(StepMetrics metrics) {
                    if (metrics.step() > WARM_UP_STEPS) {
                        waitingShares.add(metrics.waitingShare());
                    }
                }
            });
        } finally {
            delete(folder);
        }
        return rate(times, waitingShares);
    }

    private Rate rate(List<Long> times, List<Double> waitingShares) {
        int runs = Math.max(0, times.size() - WARM_UP_STEPS);
        if (runs == 0) {
            throw new IllegalStateException("stopped before the first step that counts");
        }
        long[] nanos = new long[runs];
        for (int i = 0; i < runs; i++) {
            nanos[i] = times.get(WARM_UP_STEPS + i) - times.get(WARM_UP_STEPS + i - 1);
        }
        double seconds = (times.get(times.size() - 1) - times.get(WARM_UP_STEPS - 1)) / 1e9;
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("width", config.model().width());
        settings.put("batch", config.train().batchSize());
        settings.put("samples", config.model().samples());
        settings.put("transforms", config.augment().size());
        settings.put("device", config.train().device());
        settings.put(
                "views_per_second",
                runs * (double) config.train().views() * config.train().batchSize() / seconds);
        settings.put(
                "waiting_share",
                waitingShares.stream().mapToDouble(share -> share).average().orElse(0));
        return Rate.of("train", "steps/s", runs, seconds, nanos, TorchEngine.threads(), settings);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
