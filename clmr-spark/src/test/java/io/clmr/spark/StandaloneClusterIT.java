package io.clmr.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import io.clmr.eval.embed.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as users start it, on a master and two workers that are processes of their own. */
class StandaloneClusterIT {
    private static final int CLIPS = 32;

    @TempDir
    static Path shared;

    private static LoopbackCluster cluster;
    private static Path weights;
    private static List<Path> files;
    private static Path list;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cluster = LoopbackCluster.start(shared.resolve("cluster"), 2);
        weights = Music.weights(shared.resolve("tiny.safetensors"), Music.tiny());
        files = new ArrayList<>(Music.clips(CLIPS));
        files.add(10, Files.writeString(shared.resolve("bad.mp3"), "this is no music"));
        files.add(25, shared.resolve("missing.mp3"));
        list = Files.write(
                shared.resolve("list.txt"), files.stream().map(Path::toString).toList());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void twoWorkersGiveTheRowsOfClmrEmbedEachWithOneEncoder() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process driver = submit(list, out, "--files-per-task", "4");
        JsonNode result = resultOf(driver);
        Path reference = Music.reference(weights, EmbedConfig.defaults(), files, folder.resolve("reference.parquet"));
        assertEquals(Music.rows(reference), Music.rows(out.resolve("embeddings")));
        assertEquals(
                List.of(
                        shared.resolve("bad.mp3").toString(),
                        shared.resolve("missing.mp3").toString()),
                Music.faults(out.resolve("errors")).stream()
                        .map(Music.Fault::path)
                        .toList());
        assertEquals(CLIPS, result.path("files").asInt());
        assertEquals(2, result.path("failed").asInt());
        assertEquals(2, result.path("encoders").asInt());
    }

    /** One task is much longer than the others, so that the idle worker begins it too, and both come to its end. */
    @Test
    void aTaskThatRunsTwiceIsCommittedOnce() throws IOException, InterruptedException {
        List<Path> some = new ArrayList<>(Music.clips(9));
        some.add(Music.silence(folder.resolve("long.wav"), 180 * 22050));
        Path few = Files.write(
                folder.resolve("few.txt"), some.stream().map(Path::toString).toList());
        Path out = folder.resolve("out");
        Process driver = submit(
                few,
                out,
                "-v",
                "--files-per-task",
                "1",
                "--hop",
                "0.1",
                "--conf",
                "spark.speculation=true",
                "--conf",
                "spark.speculation.quantile=0.5",
                "--conf",
                "spark.speculation.multiplier=1.01");
        JsonNode result = resultOf(driver);

        EmbedConfig config = new EmbedConfig(OptionalDouble.of(0.1), ShortFiles.SKIP, Pool.NONE);
        Path reference = Music.reference(weights, config, some, folder.resolve("reference.parquet"));
        assertEquals(Music.rows(reference), Music.rows(out.resolve("embeddings")));
        assertEquals(Music.rows(reference).size(), result.path("rows").asInt());
        String log = Files.readString(folder.resolve("driver.log"));
        assertTrue(log.contains("as speculatable"), log);
    }

    /** The hop makes each clip work for longer. */
    @Test
    void aWorkerKilledHalfWayLosesNothingAndDoublesNothing() throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process driver = submit(list, out, "--files-per-task", "1", "--hop", "0.25");
        int tasks = files.size();
        int atKill = awaitCommittedTasks(out, tasks / 3, driver);
        cluster.killWorker(0);
        assertTrue(atKill < tasks, "all of " + tasks + " tasks were committed before the kill");
        JsonNode result = resultOf(driver);

        EmbedConfig config = new EmbedConfig(OptionalDouble.of(0.25), ShortFiles.SKIP, Pool.NONE);
        Path reference = Music.reference(weights, config, files, folder.resolve("reference.parquet"));
        assertEquals(Music.rows(reference), Music.rows(out.resolve("embeddings")));
        assertEquals(2, Music.faults(out.resolve("errors")).size());
        assertEquals(Music.rows(reference).size(), result.path("rows").asInt());
        assertEquals(CLIPS, result.path("files").asInt());
        String log = Files.readString(folder.resolve("driver.log"));
        assertTrue(log.contains("Lost executor"), log);
        cluster.startWorker();
    }

    private Process submit(Path input, Path out, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Music.checkout().resolve("scripts/clmr-spark").toString(),
                "--master",
                cluster.master(),
                "--conf",
                "spark.ui.enabled=false",
                "--executor-memory",
                "512m",
                "--checkpoint",
                weights.toString(),
                "--out",
                out.toString(),
                "--json"));
        command.addAll(List.of(more));
        command.add(input.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("result.json").toFile())
                .redirectError(folder.resolve("driver.log").toFile());
        builder.environment().put("CLMR_BUILD", "never");
        builder.environment().put("CLMR_JAVA", System.getProperty("java.home"));
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().remove("SPARK_HOME");
        return builder.start();
    }

    private JsonNode resultOf(Process driver) throws IOException, InterruptedException {
        assertTrue(driver.waitFor(180, TimeUnit.SECONDS), "the driver hangs");
        assertEquals(0, driver.exitValue(), Files.readString(folder.resolve("driver.log")));
        return new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    }

    /** Waits until tasks have been committed, which the committer shows as folders of a name each. */
    private static int awaitCommittedTasks(Path out, int wanted, Process driver)
            throws IOException, InterruptedException {
        Path committed = out.resolve("_temporary/0");
        while (driver.isAlive()) {
            int count = 0;
            if (Files.isDirectory(committed)) {
                try (Stream<Path> found = Files.list(committed)) {
                    count = (int)
                            found.filter(path -> path.getFileName().toString().startsWith("task_"))
                                    .count();
                }
            }
            if (count >= wanted) {
                return count;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("the driver ended before " + wanted + " tasks were committed");
    }
}
