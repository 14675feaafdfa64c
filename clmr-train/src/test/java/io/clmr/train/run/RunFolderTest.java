package io.clmr.train.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.ModelConfig;
import io.clmr.train.optim.Optimizer;
import io.clmr.train.optim.OptimizerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    Path temporary;

    private Path folder;
    private NDManager manager;
    private ContrastiveModel model;
    private Optimizer optimizer;

    @BeforeEach
    void open() {
        folder = temporary.resolve("run");
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        model = ContrastiveModel.create(
                ModelConfig.forSampleRate(8000).withWidth(0.0625), manager, DataType.FLOAT32, 1);
        optimizer = OptimizerConfig.defaults().create(model.parameters(), manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void keepsTheLastCheckpointsAndNamesTheNewest() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            for (long step = 1; step <= 5; step++) {
                save(run, step, 2);
            }
        }

        assertEquals(List.of("step-0000004", "step-0000005"), names(folder.resolve("checkpoints")));
        assertEquals("step-0000005\n", Files.readString(folder.resolve("latest")));
        assertEquals(folder.resolve("checkpoints/step-0000005"), RunLayout.latestCheckpoint(folder));
    }

    @Test
    void theBestStaysHoweverOldItGrows() throws IOException {
        double[] scores = {0.2, 0.31, 0.31, 0.3, Double.NaN, 0.25};
        try (RunFolder run = RunFolder.create(folder, description())) {
            for (int i = 0; i < scores.length; i++) {
                save(run, i + 1, 1, Map.of("pr_auc_macro", scores[i], "roc_auc_macro", 0.9 - scores[i]));
            }
        }

        assertEquals(List.of("step-0000002", "step-0000006"), names(folder.resolve("checkpoints")));
        assertEquals("step-0000002\n", Files.readString(folder.resolve("best")));
        assertEquals(Optional.of(folder.resolve("checkpoints/step-0000002")), RunFolder.bestCheckpoint(folder));
        assertEquals(folder.resolve("checkpoints/step-0000006"), RunLayout.latestCheckpoint(folder));
        assertEquals(
                folder.resolve("checkpoints/step-0000006/model.safetensors"),
                Checkpoint.open(folder).file());
    }

    @Test
    void theBestIsKnownAgainAfterResuming() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 1, 1, Map.of("pr_auc_macro", 0.3));
            save(run, 2, 1, Map.of("pr_auc_macro", 0.4));
            save(run, 3, 1);
        }
        Files.writeString(folder.resolve("best"), "step-0000001\n"); // as if killed before step 2 was named

        try (RunFolder run = RunFolder.resume(folder, description())) {
            assertEquals("step-0000002\n", Files.readString(folder.resolve("best")));
            assertFalse(run.isBest(Map.of("pr_auc_macro", 0.4)));
            assertTrue(run.isBest(Map.of("pr_auc_macro", 0.41)));
            save(run, 4, 1, Map.of("pr_auc_macro", 0.39));
            assertEquals(List.of("step-0000002", "step-0000004"), names(folder.resolve("checkpoints")));
            save(run, 5, 1, Map.of("pr_auc_macro", 0.5));
        }

        assertEquals("step-0000005\n", Files.readString(folder.resolve("best")));
        assertEquals(List.of("step-0000005"), names(folder.resolve("checkpoints")));
    }

    @Test
    void withoutScoresThereIsNoBest() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 1, 1);
            assertFalse(run.isBest(Map.of("accuracy", 0.5)));
        }

        assertFalse(Files.exists(folder.resolve("best")));
        assertEquals(Optional.empty(), RunFolder.bestCheckpoint(folder));
    }

    @Test
    void goesOnFromAStateWithoutScores() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 7, 1);
        }
        Path state = folder.resolve("checkpoints/step-0000007/state.json");
        ObjectNode older = (ObjectNode) new ObjectMapper().readTree(state.toFile());
        older.remove("probe");
        Files.writeString(state, older.toString());

        try (RunFolder run = RunFolder.resume(folder, description())) {
            assertEquals(7, run.start().orElseThrow().state().step());
        }
    }

    @Test
    void resumesFromTheNewestWholeCheckpoint() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 10, 3);
            save(run, 20, 3);
        }

        try (RunFolder run = RunFolder.resume(folder, description())) {
            SavedCheckpoint start = run.start().orElseThrow();
            assertEquals(20, start.state().step());
            start.restore(model, optimizer);
            assertEquals(0, optimizer.steps());
        }
    }

    @Test
    void aCheckpointThatWasMovedButNotYetNamedIsStillTheNewest() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 10, 3);
            save(run, 20, 3);
        }
        Files.writeString(folder.resolve("latest"), "step-0000010\n"); // as if killed between the two

        try (RunFolder run = RunFolder.resume(folder, description())) {
            assertEquals(20, run.start().orElseThrow().state().step());
        }
        assertEquals("step-0000020\n", Files.readString(folder.resolve("latest")));
    }

    @Test
    void passesOverADamagedCheckpointAndWritesItAnew() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 10, 3);
            save(run, 20, 3);
        }
        Files.writeString(folder.resolve("checkpoints/step-0000020/state.json"), "{\"step\": 2");

        try (RunFolder run = RunFolder.resume(folder, description())) {
            assertEquals(10, run.start().orElseThrow().state().step());
            save(run, 20, 3);
        }
        try (RunFolder run = RunFolder.resume(folder, description())) {
            assertEquals(20, run.start().orElseThrow().state().step());
        }
    }

    @Test
    void aNewestCheckpointThatWasCutOffIsPassedOver() throws IOException {
        for (String file : List.of("model.safetensors", "optimizer.safetensors", "average.safetensors")) {
            Path run = folder.resolve("of-" + file);
            try (RunFolder made = RunFolder.create(run, description())) {
                save(made, 10, 3);
                save(made, 20, 3);
            }
            Path damaged = run.resolve("checkpoints/step-0000020").resolve(file);
            Path model = damaged.resolveSibling("model.safetensors");
            byte[] whole = Files.readAllBytes(Files.exists(damaged) ? damaged : model);
            Files.write(damaged, Arrays.copyOf(whole, whole.length - 1));
            try (RunFolder resumed = RunFolder.resume(run, description())) {
                assertEquals(10, resumed.start().orElseThrow().state().step(), file);
            }
        }
    }

    @Test
    void aStateOfAnotherStepIsPassedOver() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 10, 3);
            save(run, 20, 3);
        }
        Path checkpoints = folder.resolve("checkpoints");
        Files.copy(
                checkpoints.resolve("step-0000010/state.json"),
                checkpoints.resolve("step-0000020/state.json"),
                StandardCopyOption.REPLACE_EXISTING);
        try (RunFolder run = RunFolder.resume(folder, description())) {
            assertEquals(10, run.start().orElseThrow().state().step());
        }
        Files.writeString(checkpoints.resolve("step-0000010/state.json"), "null");
        try (RunFolder run = RunFolder.resume(folder, description())) {
            assertEquals(Optional.empty(), run.start());
        }
    }

    @Test
    void theBestIsAStepOfThisRunOrRefused() throws IOException {
        Path best = Files.writeString(Files.createDirectories(folder).resolve("best"), "../../other/checkpoints");
        assertEquals(
                best + " says '../../other/checkpoints', expected a name like step-0000600",
                assertThrows(CheckpointException.class, () -> RunFolder.bestCheckpoint(folder))
                        .getMessage());
    }

    @Test
    void aDamagedDescriptionIsRefusedByName() throws IOException {
        RunFolder.create(folder, description()).close();
        Path file = folder.resolve("run.json");
        String good = Files.readString(file);
        for (String bad : List.of(
                "null",
                "[]",
                "\"run\"",
                "{}",
                good.replaceFirst("\"config\" : \\{[^}]*}", "\"config\" : null"),
                good.replaceFirst("\"config\" : \\{[^}]*}", "\"config\" : [[]]"),
                good.replaceFirst("(?s)\"sessions\" : \\[.*]", "\"sessions\" : []"),
                good.replaceFirst("(?s)\"sessions\" : \\[.*]", "\"sessions\" : [null]"),
                "[".repeat(100_000),
                good.substring(0, good.length() / 2))) {
            Files.writeString(file, bad);
            IOException refused = assertThrows(IOException.class, () -> RunFolder.resume(folder, description()), bad);
            assertTrue(refused instanceof CheckpointException || refused instanceof RunFolderException, bad);
        }
        Files.write(file, new byte[] {'"', (byte) 0xff, (byte) 0xfe, '"'});
        assertThrows(CheckpointException.class, () -> RunFolder.resume(folder, description()));
    }

    @Test
    void deletesWhatAKilledRunLeftUnfinished() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 10, 3);
        }
        Path unfinished = Files.createDirectory(folder.resolve("checkpoints/step-0000020.tmp"));
        Files.writeString(unfinished.resolve("model.safetensors"), "half");

        RunFolder.resume(folder, description()).close();

        assertEquals(List.of("step-0000010"), names(folder.resolve("checkpoints")));
    }

    @Test
    void anUnwritableCheckpointLeavesTheOnesBefore() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            save(run, 10, 1);
            Path checkpoints = folder.resolve("checkpoints");
            Path away = temporary.resolve("away");
            Files.move(checkpoints, away); // the disk is gone
            assertThrows(IOException.class, () -> save(run, 20, 1));
            Files.move(away, checkpoints);
        }

        assertEquals(List.of("step-0000010"), names(folder.resolve("checkpoints")));
        try (RunFolder run = RunFolder.resume(folder, description())) {
            assertEquals(10, run.start().orElseThrow().state().step());
        }
    }

    @Test
    void refusesAFolderThatIsInUse() throws IOException {
        try (RunFolder run = RunFolder.create(folder, description())) {
            for (int attempt = 1; attempt <= 2; attempt++) { // the first one leaves the lock as it is
                String message = assertThrows(
                                RunFolderException.class, () -> RunFolder.resume(run.path(), description()))
                        .getMessage();
                assertEquals(
                        folder + ": in use by process "
                                + ProcessHandle.current().pid() + "; wait until it ends or choose another run folder",
                        message);
            }
        }
    }

    @Test
    void refusesToStartOverARun() throws IOException {
        RunFolder.create(folder, description()).close();

        String message = assertThrows(RunFolderException.class, () -> RunFolder.create(folder, description()))
                .getMessage();

        assertEquals(folder + ": holds a run already; resume it or choose another folder", message);
    }

    @Test
    void refusesToStartAmongForeignFiles() throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("thesis.tex"), "");

        String message = assertThrows(RunFolderException.class, () -> RunFolder.create(folder, description()))
                .getMessage();

        assertTrue(message.contains("holds thesis.tex"), message);
    }

    @Test
    void refusesToResumeWhatIsNoRun() {
        String message = assertThrows(RunFolderException.class, () -> RunFolder.resume(folder, description()))
                .getMessage();

        assertEquals(folder + ": is not a run folder: it has no run.json", message);
        assertFalse(Files.exists(folder));
    }

    @Test
    void refusesToResumeWithAnotherLearningRateAndNamesIt() throws IOException {
        RunFolder.create(folder, description()).close();
        RunDescription changed = description(Map.of("optimizer.learning_rate", "0.1", "train.workers", "2"), "d");

        String message = assertThrows(RunFolderException.class, () -> RunFolder.resume(folder, changed))
                .getMessage();

        assertTrue(message.contains("optimizer.learning_rate: was 0.0003, is now 0.1"), message);
    }

    @Test
    void refusesToResumeWithOtherData() throws IOException {
        RunFolder.create(folder, description()).close();
        RunDescription changed = description(description().configValues(), "other");

        String message = assertThrows(RunFolderException.class, () -> RunFolder.resume(folder, changed))
                .getMessage();

        assertTrue(message.contains("with other data"), message);
    }

    @Test
    void recordsEverySessionAndWhatItChanged() throws IOException {
        RunFolder.create(folder, description()).close();
        RunDescription changed = description(Map.of("optimizer.learning_rate", "0.0003", "train.workers", "7"), "d");
        try (RunFolder run = RunFolder.resume(folder, changed)) {
            run.openMetrics(Map.of("device", "cpu")).close();
        }

        JsonNode sessions =
                new ObjectMapper().readTree(folder.resolve("run.json").toFile()).get("sessions");
        assertEquals(2, sessions.size());
        assertEquals(
                "train.workers: was 2, is now 7",
                sessions.get(1).get("changes").get(0).asText());
        assertEquals("cpu", sessions.get(1).get("machine").get("device").asText());
    }

    @Test
    void configurationIsReadBackForResuming() throws IOException {
        RunFolder.create(folder, description()).close();

        assertEquals("train:\n  workers: 2\n", RunFolder.readConfigYaml(folder));
    }

    private void save(RunFolder run, long step, int keepLast) throws IOException {
        save(run, step, keepLast, Map.of());
    }

    private void save(RunFolder run, long step, int keepLast, Map<String, Double> scores) throws IOException {
        TrainingState state = new TrainingState(
                TrainingState.FORMAT_VERSION,
                step,
                0,
                step,
                42,
                0,
                Map.of(),
                0,
                run.configFingerprint(),
                run.dataFingerprint(),
                scores);
        run.writeCheckpoint(model, optimizer, state, keepLast);
    }

    private static RunDescription description() {
        return description(Map.of("optimizer.learning_rate", "0.0003", "train.workers", "2"), "d");
    }

    private static RunDescription description(Map<String, String> config, String data) {
        return new RunDescription("train:\n  workers: 2\n", config, List.of("clmr", "pretrain"), "1.0", 42, data);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
