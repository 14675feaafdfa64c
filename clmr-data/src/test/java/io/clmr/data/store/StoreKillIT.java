package io.clmr.data.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.audio.TestAudio;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.MusicDataset;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a real process while it prepares a store, again and again: at least three times, or
 * {@code -Dclmr.test.kills=N}.
 */
class StoreKillIT {
    private static final PrepareOptions OPTIONS = new PrepareOptions(22050, 59049, 2);
    private static final long SMALL_SHARD_BYTES = 5_000_000;

    @TempDir
    Path folder;

    /** The process: prepares the bundled music, says so after each track, and goes on when it is told to. */
    public static final class Preparer {
        public static void main(String[] arguments) throws IOException {
            PrepareListener say = progress -> {
                System.out.println(progress.reused() + " " + progress.done());
                System.out.flush();
                waitForAnswer();
            };
            new StoreBuilder(Path.of(arguments[0]), clips(), OPTIONS, say, SMALL_SHARD_BYTES).build();
        }

        private static void waitForAnswer() {
            try {
                System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static List<Clip> clips() throws IOException {
        return MusicDataset.load(DatasetConfig.of("folder", TestAudio.quickstartMusic()))
                .clips();
    }

    @Test
    void killedAtAnyMomentItEndsAsIfNeverKilled() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        int wanted = Integer.getInteger("clmr.test.kills", 3);
        Path whole = folder.resolve("whole");
        new StoreBuilder(whole, clips(), OPTIONS, PrepareListener.none(), SMALL_SHARD_BYTES).build();
        int kills = 0;
        for (int round = 0; kills < wanted; round++) {
            Path killed = folder.resolve("killed-" + round);
            kills += killUntilFinished(killed, random);
            StoreBuilderTest.assertSameFiles(whole, killed);
        }
        // Nothing but the logging facade's remark that tests have no backend: ffmpeg is silent.
        for (String line : Files.readAllLines(folder.resolve("stderr"))) {
            assertTrue(line.startsWith("SLF4J"), line);
        }
    }

    /** Returns how often the process was killed before it came to its end. */
    private int killUntilFinished(Path killed, RandomGenerator random) throws Exception {
        int said = 0;
        int kills = 0;
        while (true) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Preparer.class.getName(),
                            killed.toString())
                    .redirectError(folder.resolve("stderr").toFile())
                    .start();
            int patience = random.nextInt(1, 60);
            int heard = 0;
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
                    OutputStream answers = process.getOutputStream()) {
                String line;
                while ((line = output.readLine()) != null) {
                    if (heard++ == 0) {
                        int reused = Integer.parseInt(line.split(" ")[0]);
                        assertTrue(reused >= said, "found " + reused + " finished after " + said + " were said to be");
                    }
                    said = Integer.parseInt(line.split(" ")[1]);
                    answers.write('\n');
                    answers.flush();
                    if (heard == patience) {
                        long strike = System.nanoTime() + random.nextLong(20_000_000); // between two tracks
                        while (System.nanoTime() < strike) {
                            Thread.onSpinWait();
                        }
                        process.toHandle().destroyForcibly(); // SIGKILL; unlike the process, leaves the pipe to read
                    }
                }
            }
            int exit = process.waitFor();
            if (exit == 0) {
                return kills;
            }
            assertEquals(128 + 9, exit, Files.readString(folder.resolve("stderr")));
            kills++;
        }
    }
}
