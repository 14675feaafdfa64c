package io.clmr.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.eval.embed.EmbedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program with a local master, killed and started again. */
class StoppedDriverIT {
    @TempDir
    Path folder;

    @Test
    void aDriverKilledInItsSecondRoundGoesOnAndEndsWithTheSameRows() throws IOException, InterruptedException {
        Path weights = Music.weights(folder.resolve("tiny.safetensors"), Music.tiny());
        List<Path> files = Music.clips(60);
        Path list = Files.write(
                folder.resolve("list.txt"), files.stream().map(Path::toString).toList());
        Path out = folder.resolve("out");
        Process driver = submit(weights, list, out);
        while (driver.isAlive() && !Files.exists(out.resolve("_clmr/round-00000.json"))) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroyForcibly().waitFor();
        assertFalse(Files.exists(out.resolve("_SUCCESS")), "the job ended before it was killed");

        Process again = submit(weights, list, out);
        assertTrue(again.waitFor(120, TimeUnit.SECONDS), "the driver hangs");
        assertEquals(0, again.exitValue(), Files.readString(folder.resolve("driver.log")));
        Path reference = Music.reference(weights, EmbedConfig.defaults(), files, folder.resolve("reference.parquet"));
        assertEquals(Music.rows(reference), Music.rows(out.resolve("embeddings")));
        assertTrue(Files.exists(out.resolve("_SUCCESS")));
    }

    private Process submit(Path weights, Path list, Path out) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Music.checkout().resolve("scripts/clmr-spark").toString(),
                        "--master",
                        "local[2]",
                        "--conf",
                        "spark.ui.enabled=false",
                        "--files-per-round",
                        "10",
                        "--checkpoint",
                        weights.toString(),
                        "--out",
                        out.toString(),
                        list.toString())
                .redirectOutput(folder.resolve("result.txt").toFile())
                .redirectError(folder.resolve("driver.log").toFile());
        builder.environment().put("CLMR_BUILD", "never");
        builder.environment().put("CLMR_JAVA", System.getProperty("java.home"));
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().remove("SPARK_HOME");
        return builder.start();
    }
}
