package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.core.engine.TorchEngine;
import io.clmr.data.store.PcmStore;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.QuickstartMusic;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that fills up under a run. */
class FullDiskIT {

    private static final SmallRuns RUNS = SmallRuns.steps(12).checkpointEvery(2);

    @TempDir
    static Path shared;

    private static PcmStore music;
    private static TrainingSet tracks;

    @TempDir
    Path temporary;

    private SmallDisk disk;

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

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = SmallDisk.mount(temporary.resolve("disk"), 4);
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) { // not if it could not be mounted and the test is skipped
            disk.close();
        }
    }

    /** Room for nothing, for a few lines, for some of the weights, and for the weights but not the optimiser's state. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 20, 40})
    void leavesTheLastGoodCheckpointAndNothingHalfWritten(int freeBlocks) throws IOException {
        Path folder = disk.folder().resolve("run");

        IOException e = assertThrows(IOException.class, () -> {
            try (RunFolder run = RunFolder.create(folder, RUNS.description(tracks))) {
                new Pretrainer(RUNS.config(), tracks).run(run, fillingAfterStepFour(freeBlocks));
            }
        });

        assertTrue(String.valueOf(e.getMessage()).contains("No space left on device"), e.toString());
        String latest = Files.readString(folder.resolve("latest")).strip();
        long saved = Long.parseLong(latest.substring("step-".length()));
        assertTrue(saved >= 4, latest);
        assertNothingHalfWritten(folder);

        disk.free();
        try (RunFolder run = RunFolder.resume(folder, RUNS.description(tracks))) {
            assertEquals(saved, run.start().orElseThrow().state().step());
            new Pretrainer(RUNS.config(), tracks).run(run, TrainingListener.SILENT);
        }
        assertEquals(straight(), SmallRuns.weights(folder, "step-0000012"));
    }

    private TrainingListener fillingAfterStepFour(int freeBlocks) {
        return new TrainingListener() {
            @Override
            public void checkpointWritten(long step, Path checkpoint) {
                if (step == 4) {
                    try {
                        disk.fill(freeBlocks);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    private static void assertNothingHalfWritten(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    entries.filter(entry -> entry.toString().endsWith(".tmp")).toList());
        }
        String metrics = Files.readString(folder.resolve("metrics.jsonl"));
        assertTrue(metrics.endsWith("}\n"), metrics);
        for (String line : metrics.lines().toList()) {
            assertTrue(new ObjectMapper().readTree(line).path("step").isNumber(), line);
        }
        for (String file : List.of("config.yaml", "run.json", "latest")) {
            assertTrue(Files.size(folder.resolve(file)) > 0, file);
        }
    }

    private String straight() throws IOException {
        Path folder = temporary.resolve("straight");
        try (RunFolder run = RunFolder.create(folder, RUNS.description(tracks))) {
            new Pretrainer(RUNS.config(), tracks).run(run, TrainingListener.SILENT);
        }
        return SmallRuns.weights(folder, "step-0000012");
    }
}
