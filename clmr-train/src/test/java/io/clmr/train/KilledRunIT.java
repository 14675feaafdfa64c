package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.augment.RandomStream;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.train.run.RunDescription;
import io.clmr.train.run.RunFolder;
import io.clmr.train.run.RunFolderException;
import io.clmr.train.views.QuickstartMusic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training in processes of their own, which die without a chance to clean up. */
@Timeout(1800)
class KilledRunIT {

    /** More of them with {@code -Dclmr.test.kills=20}. */
    private static final int KILLS = Integer.getInteger("clmr.test.kills", 3);

    private static final String EMA_DECAY = "0.9";

    private static final int STEPS = Math.max(45, 9 * KILLS);

    @TempDir
    static Path shared;

    @TempDir
    Path temporary;

    @BeforeAll
    static void prepare() throws IOException {
        QuickstartMusic.prepare(store(), 12, SmallRuns.SAMPLE_RATE_HZ, SmallRuns.WINDOW)
                .close();
    }

    private static Path store() {
        return shared.resolve("store");
    }

    @Test
    void aRunKilledAtAnyMomentEndsAsIfNothingHadHappened() throws Exception {
        Path straight = temporary.resolve("straight");
        TrainingProgram.main(new String[] {straight.toString(), Integer.toString(STEPS), store().toString(), EMA_DECAY
        }); // in this process
        Path killed = temporary.resolve("killed");
        RandomStream stream = RandomStream.of(7);
        List<Long> steps = new ArrayList<>();
        List<String> report = new ArrayList<>(List.of("kill,newest_checkpoint,while_writing"));
        for (int kill = 1; kill <= KILLS; kill++) {
            Process program = start(killed, List.of());
            // Every step writes a checkpoint, so a moment within 30 ms of one is often in the middle of the next.
            await(killed, program, (long) kill * STEPS / (KILLS + 2));
            TimeUnit.MILLISECONDS.sleep(stream.uniformInt(0, 30));
            program.destroyForcibly().waitFor();
            steps.add(newest(killed));
            report.add(kill + "," + newest(killed) + "," + hasUnfinished(killed));
            assertWhole(killed);
        }

        assertEquals(0, start(killed, List.of()).waitFor(), this::log);

        Files.write(Path.of("target", "kills.csv"), report);
        assertTrue(steps.get(0) > 0 && steps.get(KILLS - 1) < STEPS, "killed at steps " + steps);
        String name = RunLayout.checkpointName(STEPS);
        assertEquals(SmallRuns.weights(straight, name), SmallRuns.weights(killed, name), "killed at steps " + steps);
        assertArrayEquals(average(straight, name), average(killed, name), "killed at steps " + steps);
        List<String> lines = Files.readAllLines(killed.resolve("metrics.jsonl"));
        assertEquals(STEPS, lines.size());
        for (int i = 0; i < STEPS; i++) {
            assertEquals(
                    i + 1, new ObjectMapper().readTree(lines.get(i)).get("step").asLong());
        }
    }

    @Test
    void aRunInUseByAnotherProcessIsRefused() throws Exception {
        Path folder = temporary.resolve("run");
        Process program = start(folder, List.of());
        await(folder, program, 1);

        String message = assertThrows(
                        RunFolderException.class,
                        () -> RunFolder.resume(folder, new RunDescription("", Map.of(), List.of(), "test", 42, "")))
                .getMessage();
        program.destroyForcibly().waitFor();

        assertEquals(
                folder + ": in use by process " + program.pid() + "; wait until it ends or choose another run folder",
                message);
    }

    @Test
    void aFullDiskLeavesTheLastGoodCheckpoint() throws Exception {
        Path bash = Path.of("/bin/bash");
        Assumptions.assumeTrue(Files.isExecutable(bash), "needs bash, whose ulimit stands in for a full disk");
        Path folder = temporary.resolve("run");
        Process program = start(folder, List.of());
        await(folder, program, 3);
        program.destroyForcibly().waitFor();
        String name = Files.readString(folder.resolve("latest")).strip();
        String weights = SmallRuns.weights(folder, name);

        // 34 KiB a file are enough for the logs and not for the weights
        Process full = start(folder, List.of(bash.toString(), "-c", "ulimit -f 34; exec \"$@\"", "bash"));

        assertNotEquals(0, full.waitFor());
        assertTrue(log().contains("java.io.IOException"), log());
        assertEquals(weights, SmallRuns.weights(folder, name));
        try (Stream<Path> entries = Files.list(folder.resolve("checkpoints"))) {
            assertTrue(
                    entries.noneMatch(entry -> entry.toString().endsWith(".tmp")), "the failed attempt takes up space");
        }
        assertEquals(name, Files.readString(folder.resolve("latest")).strip());
        assertWhole(folder);
    }

    /** Waits until a checkpoint of that step or a later one is there. */
    private void await(Path folder, Process program, long step) throws IOException, InterruptedException {
        while (newest(folder) < step) {
            assertTrue(program.isAlive(), this::log);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static byte[] average(Path run, String checkpoint) throws IOException {
        return Files.readAllBytes(run.resolve("checkpoints").resolve(checkpoint).resolve(RunLayout.AVERAGE));
    }

    private static long newest(Path folder) throws IOException {
        Path latest = folder.resolve("latest");
        return Files.exists(latest)
                ? Long.parseLong(Files.readString(latest).strip().substring("step-".length()))
                : -1;
    }

    /** Whether the program died while it was writing a file or a checkpoint. */
    private static boolean hasUnfinished(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder, 2)) {
            return entries.anyMatch(entry -> entry.toString().endsWith(".tmp"));
        }
    }

    /** Every folder that has a checkpoint's name has all of its files. */
    private static void assertWhole(Path folder) throws IOException {
        try (Stream<Path> checkpoints = Files.list(folder.resolve("checkpoints"))) {
            for (Path checkpoint : checkpoints
                    .filter(entry -> !entry.toString().endsWith(".tmp"))
                    .toList()) {
                assertTrue(Safetensors.read(checkpoint.resolve("model.safetensors"))
                                .tensors()
                                .size()
                        > 10);
                new ObjectMapper().readTree(checkpoint.resolve("state.json").toFile());
            }
        }
    }

    private Process start(Path folder, List<String> before) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:-UsePerfData", // its file in /tmp would meet the limit on file sizes
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingProgram.class.getName(),
                folder.toString(),
                Integer.toString(STEPS),
                store().toString(),
                EMA_DECAY));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("log.txt").toFile());
        builder.environment().putAll(Map.of("OMP_NUM_THREADS", "1"));
        return builder.start();
    }

    private String log() {
        try {
            return Files.readString(temporary.resolve("log.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
