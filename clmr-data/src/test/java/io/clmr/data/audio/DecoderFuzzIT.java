package io.clmr.data.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feeds the decoder with damaged files in a process of its own with a small heap: 300 of them, or
 * {@code -Dclmr.test.fuzzed=N}; {@code -Dclmr.test.fuzz.seed=N} takes others.
 */
class DecoderFuzzIT {
    private static final int PATIENCE_MINUTES = 30;

    @TempDir
    Path folder;

    @Test
    void damageEndsInSamplesOrInARefusal() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                DecoderFuzzer.class.getName(),
                folder.toString(),
                System.getProperty("clmr.test.fuzzed", "300"),
                System.getProperty("clmr.test.fuzz.seed", "14")));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertTrue(ended, () -> lastWords(said));
        assertEquals(0, process.waitFor(), () -> lastWords(said));
        System.getLogger(DecoderFuzzIT.class.getName()).log(System.Logger.Level.INFO, lastWords(said));
    }

    private static String lastWords(Path said) {
        try {
            List<String> lines = Files.readAllLines(said);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
