package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDManager;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.HostTensor;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that keep the average of their weights. */
class AveragedRunIT {

    private static final double DECAY = 0.6;
    private static final String HEAD = "projector.2.weight";

    @TempDir
    static Path shared;

    private static PcmStore music;
    private static TrainingSet tracks;

    @TempDir
    Path temporary;

    @BeforeAll
    static void prepare() throws IOException {
        TorchEngine.setThreads(1);
        music = QuickstartMusic.prepare(shared.resolve("store"), 12, SmallRuns.SAMPLE_RATE_HZ, SmallRuns.WINDOW);
        tracks = QuickstartMusic.all(music, SmallRuns.WINDOW);
    }

    @AfterAll
    static void close() throws IOException {
        music.close();
    }

    @Test
    void averagesWhatEachStepLeftAndChangesNoStep() throws IOException {
        Path plain = temporary.resolve("plain");
        SmallRuns runs = SmallRuns.steps(4);
        List<double[]> weights = new ArrayList<>();
        train(plain, runs, 0, new TrainingListener() {
            @Override
            public void checkpointWritten(long step, Path folder) {
                try {
                    weights.add(Checkpoint.open(folder).weights().get(HEAD).toDoubles());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        Path averaged = temporary.resolve("averaged");
        train(averaged, runs, DECAY, TrainingListener.SILENT);

        double[] expected = new double[weights.get(0).length];
        double sum = 0;
        for (int step = 1; step <= 4; step++) {
            double weight = Math.pow(DECAY, 4 - step);
            sum += weight;
            for (int i = 0; i < expected.length; i++) {
                expected[i] += weight * weights.get(step - 1)[i];
            }
        }
        for (int i = 0; i < expected.length; i++) {
            expected[i] /= sum;
        }
        // four roundings of float32 on values below 1
        assertArrayEquals(
                expected, Checkpoint.open(averaged).weights().get(HEAD).toDoubles(), 5e-7);
        assertArrayEquals(
                weights.get(3), Checkpoint.openRaw(averaged).weights().get(HEAD).toDoubles());
        assertEquals(SmallRuns.weights(plain, "step-0000004"), SmallRuns.weights(averaged, "step-0000004"));
        assertFalse(Files.exists(plain.resolve("checkpoints/step-0000004").resolve(RunLayout.AVERAGE)));
        assertEquals(Checkpoint.open(plain).file(), Checkpoint.openRaw(plain).file());
    }

    @Test
    void stoppedAndResumedIsTheSameAverage() throws IOException {
        Path straight = temporary.resolve("straight");
        Path broken = temporary.resolve("broken");
        train(straight, SmallRuns.steps(7), DECAY, TrainingListener.SILENT);
        train(broken, SmallRuns.steps(3), DECAY, TrainingListener.SILENT);
        SmallRuns longer = SmallRuns.steps(7);
        try (RunFolder run = RunFolder.resume(broken, longer.description(tracks))) {
            new Pretrainer(config(longer, DECAY), tracks).run(run, TrainingListener.SILENT);
        }

        Path last = Path.of("checkpoints", "step-0000007", RunLayout.AVERAGE);
        assertArrayEquals(Files.readAllBytes(straight.resolve(last)), Files.readAllBytes(broken.resolve(last)));
    }

    @Test
    void aRunWithFourViewsCachingAndAnAverageResumesToTheSame() throws IOException {
        Path straight = temporary.resolve("straight");
        Path broken = temporary.resolve("broken");
        SmallRuns longer = SmallRuns.steps(5).accumulate(2);
        PretrainConfig usual = config(longer, DECAY);
        PretrainConfig config = usual.withTrain(usual.train().withViews(4));
        List<Long> arrays = new ArrayList<>();
        try (RunFolder run = RunFolder.create(straight, longer.description(tracks))) {
            new Pretrainer(config, tracks).run(run, counting(arrays));
        }
        PretrainConfig shorter = SmallRuns.steps(2).accumulate(2).config();
        try (RunFolder run = RunFolder.create(broken, longer.description(tracks))) {
            new Pretrainer(config.withTrain(shorter.train().withEmaDecay(DECAY).withViews(4)), tracks)
                    .run(run, TrainingListener.SILENT);
        }
        try (RunFolder run = RunFolder.resume(broken, longer.description(tracks))) {
            new Pretrainer(config, tracks).run(run, TrainingListener.SILENT);
        }

        assertEquals(1, arrays.stream().distinct().count(), arrays.toString());
        for (String file : List.of(RunLayout.MODEL, RunLayout.AVERAGE)) {
            Path last = Path.of("checkpoints", "step-0000005", file);
            assertArrayEquals(Files.readAllBytes(straight.resolve(last)), Files.readAllBytes(broken.resolve(last)));
        }
    }

    private static TrainingListener counting(List<Long> arrays) {
        return new TrainingListener() {
            @Override
            public void stepFinished(long step, long totalSteps) {
                try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
                    arrays.add(
                            (long) manager.getParentManager().getManagedArrays().size());
                }
            }
        };
    }

    @Test
    void theOnlineProbeSeesTheAverage() throws IOException {
        SmallRuns runs = SmallRuns.steps(3); // 12 clips in batches of 4: one epoch
        PretrainConfig config = runs.config(ScheduleConfig.defaults(), new OnlineProbeConfig(true, 1));
        List<Map<String, HostTensor>> seen = new ArrayList<>();
        Pretrainer pretrainer = new Pretrainer(config.withTrain(config.train().withEmaDecay(DECAY)), tracks);
        pretrainer.setOnlineProbe((model, epoch) -> {
            seen.add(model.snapshot());
            return Map.of();
        });
        Path folder = temporary.resolve("run");
        try (RunFolder run = RunFolder.create(folder, runs.description(tracks))) {
            pretrainer.run(run, TrainingListener.SILENT);
        }

        assertEquals(1, seen.size());
        assertArrayEquals(
                Checkpoint.open(folder).weights().get(HEAD).toDoubles(),
                seen.get(0).get(HEAD).toDoubles());
    }

    private static PretrainConfig config(SmallRuns runs, double decay) {
        PretrainConfig config = runs.config();
        return config.withTrain(config.train().withEmaDecay(decay));
    }

    private static void train(Path folder, SmallRuns runs, double decay, TrainingListener listener) throws IOException {
        try (RunFolder run = RunFolder.create(folder, runs.description(tracks))) {
            new Pretrainer(config(runs, decay), tracks).run(run, listener);
        }
    }
}
