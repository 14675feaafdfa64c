package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own, its run folder or its store on a file system that fills up. */
class FullDiskProcessIT {

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder = Path.of("");

    private Path disk() {
        return folder.resolve("disk");
    }

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount a small file system");
        Files.createDirectories(disk());
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk().toString()) == 0,
                "needs Linux and the right to mount a small file system");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", "-l", disk().toString());
    }

    @Test
    void fullDiskDuringTrainingIsCode4AndSaysHowToGoOn() throws IOException, InterruptedException {
        Music.copy(folder.resolve("music"), 2);
        Path run = disk().resolve("run");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "pretrain",
                        "--out",
                        run.toString(),
                        "--set",
                        "dataset.format=folder",
                        "--set",
                        "dataset.root=" + folder.resolve("music"),
                        "--set",
                        "store.path=none",
                        "--set",
                        "model.width=0.0625",
                        "--set",
                        "train.batch_size=2",
                        "--set",
                        "train.device=cpu",
                        "--set",
                        "train.checkpoint_every_steps=1"))
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        for (int i = 0; i < 20 * PATIENCE_SECONDS && Files.notExists(run.resolve("latest")); i++) {
            assertTrue(process.isAlive(), () -> err());
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        fill();

        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();

        assertTrue(ended, err());
        assertEquals(ExitCode.ENVIRONMENT, process.exitValue(), err());
        String lastWords = err().lines().reduce("", (first, second) -> second);
        assertTrue(lastWords.startsWith("clmr: "), lastWords);
        assertTrue(lastWords.contains("No space left on device"), lastWords);
        assertTrue(lastWords.endsWith("go on with: clmr pretrain --resume " + run), lastWords);
        String latest = Files.readString(run.resolve("latest")).strip();
        assertTrue(Files.size(run.resolve("checkpoints").resolve(latest).resolve("model.safetensors")) > 0);
        try (Stream<Path> entries = Files.walk(run)) {
            assertTrue(entries.noneMatch(entry -> entry.toString().endsWith(".tmp")));
        }
    }

    @Test
    void preparingChecksBeforehandWhatItNeeds() throws IOException, InterruptedException {
        Process process = prepare(Music.BUNDLED, "err");
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), err());
        assertEquals(ExitCode.ENVIRONMENT, process.exitValue(), err());
        assertTrue(err().contains("clmr: 160 of 160 files to decode; about 0.0"), err());
        assertTrue(err().contains("No space left on device: decoding 160 tracks needs about 0.0"), err());
        assertTrue(err().contains("or put store.path on another disk"), err());
        assertTrue(Files.notExists(disk().resolve("store/pcm-00000.bin")), "began nevertheless");
    }

    @Test
    void fullDiskDuringPreparingIsCode4AndGoesOnOnceThereIsSpace() throws IOException, InterruptedException {
        Path music = Files.createDirectory(folder.resolve("music"));
        for (String name : List.of("a.mp3", "b.mp3", "c.mp3")) {
            Files.write(music.resolve(name), longerThanItLooks());
        }
        Process process = prepare(music, "err");
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), err());
        assertEquals(ExitCode.ENVIRONMENT, process.exitValue(), err());
        String lastWords = err().lines().reduce("", (first, second) -> second);
        assertEquals("clmr: No space left on device; free some space and run the same command again", lastWords);

        assertEquals(0, run("mount", "-o", "remount,size=64m", disk().toString()));
        Process again = prepare(music, "err2");
        assertTrue(again.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        String said = Files.readString(folder.resolve("err2"));
        assertEquals(ExitCode.DONE, again.exitValue(), said);
        assertTrue(said.contains("2 of 3 files to decode, 1 are in the store"), said);
        assertEquals(4, Files.readAllLines(disk().resolve("store/index.jsonl")).size());
    }

    /**
     * Returns an mp3 of 50 s whose first frames are of the highest bitrate, all others of a low one. As no header tells the
     * length, it is guessed from size and first bitrate, several times too short.
     */
    private static byte[] longerThanItLooks() throws IOException {
        byte[] clip = Files.readAllBytes(Music.clip());
        int first = 0;
        while ((clip[first] & 0xff) != 0xff || (clip[first + 1] & 0xff) != 0xf3) {
            first++;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] loud = new byte[720]; // MPEG-2 layer III, 160 kbit/s, 16 kHz, mono: 72 * 160000 / 16000 bytes
        System.arraycopy(new byte[] {(byte) 0xff, (byte) 0xf3, (byte) 0xe8, (byte) 0xc0}, 0, loud, 0, 4);
        for (int i = 0; i < 40; i++) {
            bytes.write(loud);
        }
        // Behind the clip's own first frame, which would tell its length.
        int second = first + 4;
        while ((clip[second] & 0xff) != 0xff || (clip[second + 1] & 0xff) != 0xf3) {
            second++;
        }
        for (int i = 0; i < 4; i++) {
            bytes.write(clip, second, clip.length - second);
        }
        return bytes.toByteArray();
    }

    private Process prepare(Path music, String err) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "prepare",
                        "--set",
                        "dataset.format=folder",
                        "--set",
                        "dataset.root=" + music,
                        "--threads",
                        "1",
                        "--set",
                        "store.path=" + disk().resolve("store")))
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve(err).toFile())
                .start();
    }

    /** Writes until nothing more fits, or the program is gone. */
    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(disk().resolve("filler"))) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("No space left on device"), e.toString());
        }
    }

    private String err() {
        try {
            return Files.readString(folder.resolve("err"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1; // there is no such program here
        }
    }
}
