package io.clmr.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user sees before Spark is started, and of its end. */
class MainTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void helpGoesToStandardOutputAndNamesEveryOptionAndItsDefault() {
        assertEquals(0, run("--help"));
        String help = out.toString(StandardCharsets.UTF_8);
        for (String expected : new String[] {
            "Examples:",
            "--master M",
            "--checkpoint=C",
            "--out=DIR",
            "--hop=S",
            "--short=WHAT",
            "--pool=HOW",
            "--table",
            "Default: 32.",
            "Default: 100000."
        }) {
            assertTrue(help.contains(expected), expected + " is not in " + help);
        }
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aMissingOptionIsOneLine() {
        assertEquals(2, run("music", "--out", "x"));
        assertEquals(
                "clmr-spark: Missing required option: '--checkpoint=C'; 'clmr-spark --help' shows the usage\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void valuesOutOfRangeAreNamed() throws IOException {
        String weights =
                Music.weights(folder.resolve("tiny.safetensors"), Music.tiny()).toString();
        assertEquals(2, run("music", "--out", "x", "--checkpoint", weights, "--pool", "max"));
        assertEquals(2, run("music", "--out", "x", "--checkpoint", weights, "--hop", "0"));
        assertEquals(2, run("music", "--out", "x", "--checkpoint", weights, "--files-per-task", "0"));
        assertEquals("""
                clmr-spark: --pool is 'max', expected one of mean, mean+std, none; 'clmr-spark --help' shows the usage
                clmr-spark: hop is 0.0 s, expected above 0 and at most 86400 s; 'clmr-spark --help' shows the usage
                clmr-spark: --files-per-task is 0, expected 1 or more; 'clmr-spark --help' shows the usage
                """, err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aCheckpointThatIsNoneEndsItBeforeSparkIsStarted() throws IOException {
        Path file = Files.writeString(folder.resolve("no.safetensors"), "nothing");
        assertEquals(3, run("music", "--out", "x", "--checkpoint", file.toString()));
        assertTrue(
                err.toString(StandardCharsets.UTF_8).startsWith("clmr-spark: " + file + ": "),
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anAbortedJobIsAFaultOfTheEnvironment() {
        assertEquals(4, Main.code(new SparkException("Job aborted.", null)));
        assertEquals(4, Main.code(new IOException("disk")));
        assertEquals(70, Main.code(new IllegalStateException("bug")));
    }

    private int run(String... args) {
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }
}
