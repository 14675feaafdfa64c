package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.Normalize;
import io.clmr.data.store.PcmStore;
import io.clmr.train.optim.ScheduleConfig;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.QuickstartMusic;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real training on the bundled music. */
class PretrainerIT {

    @TempDir
    static Path shared;

    private static PcmStore music;
    private static TrainingSet tracks;

    @TempDir
    Path temporary;

    @BeforeAll
    static void prepare() throws IOException {
        TorchEngine.setThreads(1);
        music = QuickstartMusic.prepare(shared.resolve("store"), 40, SmallRuns.SAMPLE_RATE_HZ, SmallRuns.WINDOW);
        tracks = QuickstartMusic.all(music, SmallRuns.WINDOW);
    }

    @AfterAll
    static void close() throws IOException {
        music.close();
    }

    @Test
    void lossFallsBelowChanceInTwentySteps() throws IOException {
        SmallRuns runs = new SmallRuns(0.125, 12, 20, 100, 1, 1, 1e-3);
        List<StepMetrics> metrics = new ArrayList<>();

        assertEquals(Outcome.FINISHED, start(temporary.resolve("run"), runs, collecting(metrics)));

        assertEquals(20, metrics.size());
        double chance = Math.log(2 * 12 - 1);
        assertEquals(chance, metrics.get(0).chance(), 1e-12);
        double last = metrics.subList(15, 20).stream()
                .mapToDouble(StepMetrics::loss)
                .average()
                .orElseThrow();
        assertTrue(last < chance - 0.1, "mean loss of the last five steps is " + last + ", chance is " + chance);
    }

    @Test
    void stoppedAndResumedIsTheSameRun() throws IOException {
        SmallRuns runs = SmallRuns.steps(13); // 10 batches an epoch, so an epoch ends on the way
        start(temporary.resolve("straight"), runs, TrainingListener.SILENT);
        Path broken = temporary.resolve("broken");
        stopAfter(broken, runs, 4);
        assertEquals("step-0000004\n", Files.readString(broken.resolve("latest")));

        assertEquals(Outcome.FINISHED, resume(broken, runs, TrainingListener.SILENT));

        assertSameWeights("step-0000013", temporary.resolve("straight"), broken);
        assertSteps(broken, 13);
    }

    @Test
    void stoppedAndResumedWithCachingAndPlateauIsTheSameRun() throws IOException {
        SmallRuns runs = SmallRuns.steps(12).accumulate(2);
        ScheduleConfig plateau = new ScheduleConfig(
                ScheduleConfig.Kind.PLATEAU, ScheduleConfig.Unit.STEP, 3, 0, ScheduleConfig.CosinePeriod.REST, 0.5, 0);
        PretrainConfig config = runs.config(plateau, OnlineProbeConfig.defaults());
        run(RunFolder.create(temporary.resolve("straight"), runs.description(tracks)), config, TrainingListener.SILENT);
        Path broken = temporary.resolve("broken");
        Pretrainer first = new Pretrainer(config, tracks);
        run(RunFolder.create(broken, runs.description(tracks)), first, stoppingAfter(first, 7));
        run(RunFolder.resume(broken, runs.description(tracks)), config, TrainingListener.SILENT);

        assertSameWeights("step-0000012", temporary.resolve("straight"), broken);
    }

    @Test
    void aFinishedRunCanBeMadeLonger() throws IOException {
        SmallRuns shorter = SmallRuns.steps(3);
        SmallRuns longer = SmallRuns.steps(6);
        Path extended = temporary.resolve("extended");
        start(extended, shorter, TrainingListener.SILENT);
        resume(extended, longer, TrainingListener.SILENT);
        start(temporary.resolve("straight"), longer, TrainingListener.SILENT);

        assertSameWeights("step-0000006", temporary.resolve("straight"), extended);
    }

    @Test
    void anotherSeedOfStartWouldShow() throws IOException {
        start(temporary.resolve("a"), SmallRuns.steps(2), TrainingListener.SILENT);
        start(temporary.resolve("b"), SmallRuns.steps(2).rate(4e-4), TrainingListener.SILENT);

        assertNotEquals(
                SmallRuns.weights(temporary.resolve("a"), "step-0000002"),
                SmallRuns.weights(temporary.resolve("b"), "step-0000002"));
    }

    @Test
    void memoryIsFlatOverFiftySteps() throws IOException {
        List<Integer> live = new ArrayList<>();
        TrainingListener counting = new TrainingListener() {
            @Override
            public void stepFinished(long step, long totalSteps) {
                live.add(arraysOfThisProcess());
            }
        };

        start(temporary.resolve("run"), SmallRuns.steps(50).checkpointEvery(10), counting);

        assertEquals(50, live.size());
        assertTrue(live.get(0) > 0);
        assertEquals(1, live.stream().distinct().count(), live.toString());
    }

    @Test
    void divergenceNamesTheTracksAndTheLastGoodCheckpoint() throws IOException {
        Path folder = temporary.resolve("run");
        SmallRuns runs = SmallRuns.steps(20).rate(1e30).checkpointEvery(1);

        DivergedException e = assertThrows(DivergedException.class, () -> start(folder, runs, TrainingListener.SILENT));

        assertEquals(4, e.trackKeys().size());
        Path last = e.lastCheckpoint().orElseThrow();
        assertTrue(e.getMessage().contains(last.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(e.trackKeys().get(0)), e.getMessage());
        assertEquals(
                folder.resolve("checkpoints")
                        .resolve(Files.readString(folder.resolve("latest")).strip()),
                last);
        assertEquals(
                String.format("step-%07d", e.step() - 1), last.getFileName().toString());
        Checkpoint.open(last).weights().forEach((name, tensor) -> {
            for (double value : tensor.toDoubles()) {
                assertTrue(Double.isFinite(value), name);
            }
        });
    }

    @Test
    void stopAndWaitReturnsWhenTheRunIsOver() throws Exception {
        SmallRuns runs = SmallRuns.steps(100_000).checkpointEvery(1000);
        Pretrainer pretrainer = new Pretrainer(runs.config(), tracks);
        CountDownLatch begun = new CountDownLatch(1);
        TrainingListener signalling = new TrainingListener() {
            @Override
            public void stepFinished(long step, long totalSteps) {
                begun.countDown();
            }
        };
        CompletableFuture<Outcome> outcome = CompletableFuture.supplyAsync(() -> {
            try {
                return run(
                        RunFolder.create(temporary.resolve("run"), runs.description(tracks)), pretrainer, signalling);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        begun.await();
        pretrainer.stopAndWait();

        assertEquals(Outcome.INTERRUPTED, outcome.get());
        assertTrue(Files.exists(temporary.resolve("run/latest")));
        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("clmr-views-")));
    }

    @Test
    void probesTheEncoderEveryFewEpochs() throws IOException {
        SmallRuns runs = SmallRuns.steps(40).checkpointEvery(100); // 10 batches an epoch
        List<Long> epochs = new ArrayList<>();
        Pretrainer pretrainer =
                new Pretrainer(runs.config(ScheduleConfig.defaults(), new OnlineProbeConfig(true, 2)), tracks);
        pretrainer.setOnlineProbe((model, epoch) -> {
            epochs.add(epoch);
            return Map.of("roc_auc_macro", 0.5 + epoch / 100.0);
        });
        run(RunFolder.create(temporary.resolve("run"), runs.description(tracks)), pretrainer, TrainingListener.SILENT);

        assertEquals(List.of(2L, 4L), epochs);
        List<String> probed = Files.readAllLines(temporary.resolve("run/metrics.jsonl")).stream()
                .filter(line -> line.contains("roc_auc_macro"))
                .toList();
        assertEquals("{\"step\":20,\"epoch\":2,\"roc_auc_macro\":0.52}", probed.get(0));
    }

    @Test
    void theEncoderThatTheProbeScoresBestIsKept() throws IOException {
        double[] scores = {0.2, 0.4, 0.3, 0.35}; // after 10, 20, 30 and 40 steps
        SmallRuns runs = SmallRuns.steps(40).checkpointEvery(7);
        PretrainConfig config = runs.config(ScheduleConfig.defaults(), new OnlineProbeConfig(true, 1));
        Path folder = temporary.resolve("run");
        Pretrainer first = new Pretrainer(config, tracks);
        first.setOnlineProbe((model, epoch) -> Map.of("pr_auc_macro", scores[(int) epoch - 1]));
        run(RunFolder.create(folder, runs.description(tracks)), first, stoppingAfter(first, 25));
        Pretrainer second = new Pretrainer(config, tracks);
        second.setOnlineProbe((model, epoch) -> Map.of("pr_auc_macro", scores[(int) epoch - 1]));
        run(RunFolder.resume(folder, runs.description(tracks)), second, TrainingListener.SILENT);

        assertEquals("step-0000020\n", Files.readString(folder.resolve("best")));
        assertEquals("step-0000040\n", Files.readString(folder.resolve("latest")));
        try (Stream<Path> kept = Files.list(folder.resolve("checkpoints"))) {
            assertEquals(
                    List.of("step-0000020", "step-0000035", "step-0000040"),
                    kept.map(path -> path.getFileName().toString()).sorted().toList());
        }
        start(temporary.resolve("straight"), SmallRuns.steps(20), TrainingListener.SILENT);
        assertEquals(
                SmallRuns.weights(temporary.resolve("straight"), "step-0000020"),
                SmallRuns.weights(folder, "step-0000020"));
    }

    @Test
    void embeddingsOfAHealthyRunSpread() throws IOException {
        List<StepMetrics> metrics = new ArrayList<>();
        start(temporary.resolve("run"), new SmallRuns(0.125, 12, 60, 100, 1, 1, 1e-3), collecting(metrics));

        EmbeddingHealth first = metrics.get(0).health().orElseThrow();
        EmbeddingHealth last = metrics.get(59).health().orElseThrow();
        assertTrue(last.uniformity() < first.uniformity(), first + " " + last);
        assertTrue(last.effectiveRank() > 0.8 * first.effectiveRank(), first + " " + last);
        assertTrue(last.effectiveRank() >= CollapseWatch.LEAST_RANK, last.toString());
        assertTrue(last.uniformity() <= CollapseWatch.MOST_UNIFORMITY, last.toString());
    }

    @Test
    void normalizationOfTheDatasetIsKeptInTheCheckpoint() throws IOException {
        PretrainConfig plain = SmallRuns.steps(2).config();
        PretrainConfig normalized = new PretrainConfig(
                plain.model().withNormalize(Normalize.DATASET),
                plain.augment(),
                plain.augmentViews(),
                plain.loss(),
                plain.optimizer(),
                plain.schedule(),
                plain.train());
        Path folder = temporary.resolve("run");
        run(RunFolder.create(folder, SmallRuns.steps(2).description(tracks)), normalized, TrainingListener.SILENT);

        assertEquals(
                Optional.of(tracks.normalization()), Checkpoint.open(folder).normalization());
    }

    @Test
    void everyReaderFindsItsFile() throws IOException {
        Path folder = temporary.resolve("run");
        start(folder, SmallRuns.steps(2), TrainingListener.SILENT);

        JsonNode line = new ObjectMapper()
                .readTree(Files.readAllLines(folder.resolve("metrics.jsonl")).get(1));
        assertEquals(2, line.get("step").asLong());
        assertEquals(Math.log(7), line.get("chance").asDouble(), 1e-12);
        for (String name : List.of(
                "loss",
                "contrastive_top1",
                "alignment",
                "uniformity",
                "effective_rank",
                "learning_rate",
                "views_per_second",
                "waiting_share")) {
            assertTrue(line.get(name).isNumber(), name);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    1,
                    files.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents."))
                            .count());
        }
        JsonNode machine =
                new ObjectMapper().readTree(folder.resolve("run.json").toFile()).at("/sessions/0/machine");
        assertTrue(machine.get("libtorch").asText().startsWith("2."), machine.toString());
    }

    private static int arraysOfThisProcess() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }

    private void assertSteps(Path folder, int steps) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("metrics.jsonl"));
        assertEquals(steps, lines.size());
        for (int i = 0; i < steps; i++) {
            assertEquals(
                    i + 1, new ObjectMapper().readTree(lines.get(i)).get("step").asLong());
        }
    }

    private static void assertSameWeights(String checkpoint, Path one, Path other) throws IOException {
        assertEquals(SmallRuns.weights(one, checkpoint), SmallRuns.weights(other, checkpoint));
    }

    private static Outcome start(Path folder, SmallRuns runs, TrainingListener listener) throws IOException {
        return run(RunFolder.create(folder, runs.description(tracks)), runs.config(), listener);
    }

    private static Outcome resume(Path folder, SmallRuns runs, TrainingListener listener) throws IOException {
        return run(RunFolder.resume(folder, runs.description(tracks)), runs.config(), listener);
    }

    private static void stopAfter(Path folder, SmallRuns runs, long step) throws IOException {
        Pretrainer pretrainer = new Pretrainer(runs.config(), tracks);
        Outcome outcome =
                run(RunFolder.create(folder, runs.description(tracks)), pretrainer, stoppingAfter(pretrainer, step));
        assertEquals(Outcome.INTERRUPTED, outcome);
    }

    private static TrainingListener stoppingAfter(Pretrainer pretrainer, long last) {
        return new TrainingListener() {
            @Override
            public void stepFinished(long step, long totalSteps) {
                if (step == last) {
                    pretrainer.stopAndWait(); // on the training thread it must not wait for itself
                }
            }
        };
    }

    private static TrainingListener collecting(List<StepMetrics> metrics) {
        return new TrainingListener() {
            @Override
            public void metricsLogged(StepMetrics line) {
                metrics.add(line);
            }
        };
    }

    private static Outcome run(RunFolder folder, PretrainConfig config, TrainingListener listener) throws IOException {
        return run(folder, new Pretrainer(config, tracks), listener);
    }

    private static Outcome run(RunFolder folder, Pretrainer pretrainer, TrainingListener listener) throws IOException {
        try (folder) {
            return pretrainer.run(folder, listener);
        }
    }
}
