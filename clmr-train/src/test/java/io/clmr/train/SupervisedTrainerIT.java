package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.PcmStore;
import io.clmr.train.run.RunDescription;
import io.clmr.train.run.RunFolder;
import io.clmr.train.supervised.LabelledSet;
import io.clmr.train.supervised.SupervisedConfig;
import io.clmr.train.supervised.SupervisedTrainer;
import io.clmr.train.views.QuickstartMusic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervised baseline on ten clips of the bundled music. */
class SupervisedTrainerIT {
    private static final ModelConfig TINY = ModelConfig.defaults().withWidth(0.0625);
    private static final int CLIPS = 10;

    @TempDir
    static Path folder;

    private static PcmStore store;

    @BeforeAll
    static void prepare() throws IOException {
        store = QuickstartMusic.prepare(folder.resolve("store"), CLIPS, 22050, TINY.samples());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void learnsToTellTwoClipsApart() throws IOException {
        Path run = folder.resolve("learns");
        SupervisedConfig config = new SupervisedConfig(0.02, 0.9, 1e-6, 2, 0, 60, 0.2, 50, 0);
        try (RunFolder opened = RunFolder.create(run, description())) {
            trainer(config, 2).run(opened, TrainingListener.SILENT);
        }
        List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
        assertEquals(60, lines.size());
        double last = lines.subList(40, 60).stream()
                .mapToDouble(SupervisedTrainerIT::loss)
                .average()
                .orElseThrow();
        // knowing that half of the clips carry the first tag, half the second and none the third gives 0.462
        assertTrue(last < 0.3, lines.toString());
    }

    /** Stopped in the middle of an epoch, after its third step of two an epoch, and gone on with. */
    @Test
    void stoppingAndResumingChangesNothing() throws IOException {
        SupervisedConfig config = config(0.01, 0.5, 3, 0);
        train(folder.resolve("whole"), config, false);
        Path run = folder.resolve("resumed");
        SupervisedTrainer stopped = trainer(config, CLIPS);
        try (RunFolder opened = RunFolder.create(run, description())) {
            Outcome outcome = stopped.run(opened, new TrainingListener() {
                @Override
                public void stepFinished(long step, long totalSteps) {
                    if (step == 3) {
                        stopped.stop();
                    }
                }
            });
            assertEquals(Outcome.INTERRUPTED, outcome);
        }
        train(run, config, true);
        Map<String, HostTensor> whole = weights(folder.resolve("whole"));
        Map<String, HostTensor> resumed = weights(run);
        assertEquals(whole.keySet(), resumed.keySet());
        whole.forEach((name, tensor) -> assertArrayEquals(
                tensor.toDoubles(), resumed.getOrDefault(name, tensor).toDoubles(), name));
    }

    @Test
    void anEncoderIsOpenedFromItAndTheLastLayerIsThere() throws IOException {
        Path run = folder.resolve("opened");
        train(run, config(0.01, 0.5, 1, 0), false);
        Checkpoint checkpoint = Checkpoint.open(run);
        assertFalse(checkpoint.hasProjector());
        assertEquals(TINY.width(), checkpoint.config().width());
        assertArrayEquals(
                new long[] {3, 32}, weights(run).get("encoder.fc.weight").shape());
        assertArrayEquals(new long[] {3}, weights(run).get("encoder.fc.bias").shape());
    }

    /** A rate at which nothing moves: no loss is ever lower than a crop's luck, so the run ends early. */
    @Test
    void endsEarlyWithoutALowerValidationLoss() throws IOException {
        Path run = folder.resolve("early");
        train(run, config(1e-12, 0, 200, 2), false);
        assertTrue(Files.readAllLines(run.resolve("metrics.jsonl")).size() < 60, "it should have ended early");
    }

    private static SupervisedConfig config(double rate, double dropout, int epochs, int patience) {
        return new SupervisedConfig(rate, 0.9, 1e-6, 5, dropout, epochs, 0.2, 5, patience);
    }

    private static SupervisedTrainer trainer(SupervisedConfig config, int count) {
        List<Clip> clips = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            String key = store.track(n).key();
            clips.add(new Clip(key, Path.of(key), Split.TRAIN, Optional.of(List.of(n % 3)), key, Optional.empty()));
        }
        TrainConfig defaults = TrainConfig.defaults();
        TrainConfig train = new TrainConfig(
                defaults.batchSize(),
                false,
                2,
                1,
                Optional.empty(),
                1,
                0,
                7,
                "2",
                "cpu",
                defaults.precision(),
                1000,
                2,
                10,
                defaults.onlineProbe());
        return new SupervisedTrainer(TINY, config, train, set(clips), set(clips.subList(0, Math.min(5, count))));
    }

    private static LabelledSet set(List<Clip> clips) {
        return LabelledSet.of(store, clips, TINY.samples(), 3, false);
    }

    private static void train(Path run, SupervisedConfig config, boolean resume) throws IOException {
        try (RunFolder opened = resume ? RunFolder.resume(run, description()) : RunFolder.create(run, description())) {
            assertEquals(Outcome.FINISHED, trainer(config, CLIPS).run(opened, TrainingListener.SILENT));
        }
    }

    private static RunDescription description() {
        return new RunDescription("", Map.of("supervised.batch_size", "5"), List.of(), "test", 7, "data");
    }

    private static Map<String, HostTensor> weights(Path run) throws IOException {
        return Safetensors.read(Checkpoint.open(run).file()).tensors();
    }

    private static double loss(String line) {
        return Double.parseDouble(line.replaceAll(".*\"loss\":([-0-9.E]+).*", "$1"));
    }
}
