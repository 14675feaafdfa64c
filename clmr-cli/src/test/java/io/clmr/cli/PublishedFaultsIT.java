package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published datasets with the faults they are published with: empty and broken audio, archives in parts. */
class PublishedFaultsIT {
    /** Those of the real set, without a byte in them. */
    private static final List<String> EMPTY = List.of(
            "6/norine_braun-now_and_zen-08-gently-117-146.mp3",
            "8/jacob_heringman-josquin_des_prez_lute_settings-19-gintzler__pater_noster-204-233.mp3",
            "9/american_baroque-dances_and_suites_of_rameau_and_couperin-25-le_petit_rien_xiveme_ordre_couperin-88-117.mp3");

    private static final int OTHERS = 2_000;

    @TempDir
    private Path folder = Path.of("");

    private Path root() {
        return folder.resolve("data");
    }

    private List<String> words(String command, String format, String... more) {
        List<String> args = new ArrayList<>(List.of(
                command,
                "--set",
                "dataset.format=" + format,
                "--set",
                "dataset.root=" + root(),
                "--set",
                "store.path=" + folder.resolve("store"),
                "--set",
                "model.width=0.0625",
                "--set",
                "train.device=cpu"));
        args.addAll(List.of(more));
        return args;
    }

    private Program run(String command, String format, String... more) {
        return Program.run(folder, words(command, format, more).toArray(String[]::new));
    }

    private Program train(String format) {
        return run(
                "pretrain",
                format,
                "--out",
                folder.resolve("run").toString(),
                "--set",
                "train.batch_size=3",
                "--set",
                "train.max_steps=2");
    }

    private List<String> errors() throws IOException {
        return Files.readAllLines(folder.resolve("store/errors.csv"));
    }

    /** Writes the lists of the published layout and returns the audio by path, empty files last. */
    private Map<String, byte[]> magnatagatune() throws IOException {
        List<Path> bundled;
        try (Stream<Path> files = Files.walk(Music.BUNDLED)) {
            bundled = files.filter(file -> file.toString().endsWith(".mp3"))
                    .sorted()
                    .limit(6)
                    .toList();
        }
        Map<String, byte[]> audio = new LinkedHashMap<>();
        for (int i = 0; i < bundled.size(); i++) {
            audio.put("f/artist" + i + "-album-01-title-0-29.mp3", Files.readAllBytes(bundled.get(i)));
        }
        EMPTY.forEach(path -> audio.put(path, new byte[0]));
        Files.createDirectories(root());
        StringBuilder index = new StringBuilder();
        List<String> paths = List.copyOf(audio.keySet());
        for (int id = 0; id < paths.size(); id++) {
            index.append(id).append('\t').append(paths.get(id)).append('\n');
        }
        Files.writeString(root().resolve("index_mtt.tsv"), index);
        Files.writeString(root().resolve("train_gt_mtt.tsv"), "0\t[1.0, 0.0]\n1\t[0.0, 1.0]\n2\t[1.0, 1.0]\n");
        Files.writeString(root().resolve("val_gt_mtt.tsv"), "3\t[1.0, 1.0]\n");
        Files.writeString(root().resolve("test_gt_mtt.tsv"), "4\t[1.0, 0.0]\n5\t[0.0, 1.0]\n");
        Files.writeString(root().resolve("tags.txt"), "guitar\nslow\n");
        return audio;
    }

    private void unpacked(Map<String, byte[]> audio) throws IOException {
        for (Map.Entry<String, byte[]> file : audio.entrySet()) {
            Path target = root().resolve(file.getKey());
            Files.createDirectories(target.resolveSibling("x").getParent());
            Files.write(target, file.getValue());
        }
    }

    private byte[] packed(Map<String, byte[]> audio, int others) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : audio.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
            byte[] noise = new byte[500];
            for (int i = 0; i < others; i++) {
                new SplittableRandom(i).nextBytes(noise);
                zip.putNextEntry(new ZipEntry(other(i)));
                zip.write(noise);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /** Audio that no list names. */
    private static String other(int i) {
        return "0/other" + i + ".mp3";
    }

    private static void inParts(byte[] zip, Path place) throws IOException {
        for (int part = 0; part < 3; part++) {
            int from = zip.length / 3 * part;
            int to = part == 2 ? zip.length : zip.length / 3 * (part + 1);
            Files.write(place.resolve("mp3.zip.00" + (part + 1)), Arrays.copyOfRange(zip, from, to));
        }
    }

    private void assertEmptyOnesAreNamed() throws IOException {
        List<String> errors = errors();
        assertEquals(4, errors.size(), errors::toString);
        for (int i = 0; i < EMPTY.size(); i++) {
            assertTrue(errors.get(i + 1).startsWith(EMPTY.get(i) + ",empty,"), errors::toString);
        }
    }

    @Test
    void theThreeEmptyFilesOfMagnaTagATuneAreNamedAndLeftOut() throws IOException {
        unpacked(magnatagatune());
        Program prepared = run("prepare", "magnatagatune");
        assertEquals(ExitCode.DONE, prepared.code(), prepared.err());
        assertTrue(prepared.out().contains("6 tracks of magnatagatune ready"), prepared.out());
        assertTrue(prepared.out().contains("3 files are unusable and left out"), prepared.out());
        assertEquals(
                1,
                prepared.err()
                        .lines()
                        .filter(line -> line.contains("published"))
                        .count(),
                prepared.err());
        assertEmptyOnesAreNamed();
        Program trained = train("magnatagatune");
        assertEquals(ExitCode.DONE, trained.code(), trained.err());
        assertTrue(trained.err().contains("3 of 9 clips are unusable and left out"), trained.err());
    }

    @Test
    void theBrokenJazzOfGtzanIsNamedAndLeftOut() throws IOException {
        for (String genre : List.of("blues", "jazz")) {
            for (int i = 0; i < 5; i++) {
                Path file = root().resolve("genres").resolve(genre).resolve(genre + ".0005" + i + ".wav");
                Files.createDirectories(file.resolveSibling("x").getParent());
                Music.tone(file, 70_000 + i, 22050);
            }
        }
        Path broken = root().resolve("genres/jazz/jazz.00054.wav");
        byte[] noise = new byte[20_000];
        new SplittableRandom(54).nextBytes(noise); // that of the release is no WAV at all
        Files.write(broken, noise);
        Files.writeString(
                root().resolve("train_filtered.txt"),
                "blues/blues.00050.wav\nblues/blues.00051.wav\njazz/jazz.00050.wav\njazz/jazz.00054.wav\n");
        Files.writeString(root().resolve("valid_filtered.txt"), "blues/blues.00052.wav\njazz/jazz.00051.wav\n");
        Files.writeString(root().resolve("test_filtered.txt"), "blues/blues.00053.wav\njazz/jazz.00052.wav\n");
        Program prepared = run("prepare", "gtzan");
        assertEquals(ExitCode.DONE, prepared.code(), prepared.err());
        assertTrue(prepared.out().contains("9 tracks of gtzan ready"), prepared.out());
        assertTrue(errors().get(1).startsWith("jazz/jazz.00054.wav,unreadable,"), errors()::toString);
        assertEquals(2, errors().size());
        Program trained = train("gtzan");
        assertEquals(ExitCode.DONE, trained.code(), trained.err());
        assertTrue(trained.err().contains("1 of 10 clips are unusable and left out"), trained.err());
    }

    @Test
    void killedWhileUnpackingItGoesOnWhereItWas() throws IOException, InterruptedException {
        Map<String, byte[]> audio = magnatagatune();
        inParts(packed(audio, OTHERS), root());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx1g",
                Main.class.getName()));
        command.addAll(words("prepare", "magnatagatune"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        Path sign = root().resolve(other(OTHERS / 20));
        for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2); Files.notExists(sign); ) {
            assertTrue(process.isAlive() && System.nanoTime() < end, () -> "never came so far");
            Thread.onSpinWait();
        }
        process.destroyForcibly().waitFor(); // SIGKILL
        assertEquals(128 + 9, process.exitValue());
        assertFalse(Files.exists(root().resolve(other(OTHERS - 1))), "killed too late to show anything");
        long before = Files.getLastModifiedTime(root().resolve(other(0))).toMillis();

        Program prepared = run("prepare", "magnatagatune");
        assertEquals(ExitCode.DONE, prepared.code(), prepared.err());
        assertTrue(prepared.out().contains("6 tracks of magnatagatune ready"), prepared.out());
        assertEmptyOnesAreNamed();
        assertEquals(before, Files.getLastModifiedTime(root().resolve(other(0))).toMillis(), "unpacked twice");
        for (Map.Entry<String, byte[]> file : audio.entrySet()) {
            assertArrayEquals(file.getValue(), Files.readAllBytes(root().resolve(file.getKey())), file.getKey());
        }
        try (Stream<Path> files = Files.walk(root())) {
            List<Path> there = files.filter(file -> file.toString().matches(".*\\.(mp3|part)"))
                    .toList();
            assertEquals(audio.size() + OTHERS, there.size());
        }
        assertEquals(ExitCode.DONE, run("prepare", "magnatagatune").code());
    }

    @Test
    void tooSmallADiskIsFoundBeforeAnythingIsUnpacked() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount a small file system");
        Files.createDirectories(root());
        assumeTrue(
                mount("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", root().toString()) == 0,
                "needs Linux and the right to mount a small file system");
        try {
            inParts(packed(magnatagatune(), OTHERS), root());
            byte[] rest = new byte[(int) root().toFile().getUsableSpace() - 400_000];
            Files.write(root().resolve("rest"), rest);
            Program program = run("prepare", "magnatagatune");
            assertEquals(ExitCode.ENVIRONMENT, program.code(), program.err());
            assertTrue(
                    program.lastWords().contains("No space left on device: unpacking mp3.zip.001 needs "),
                    program.lastWords());
            assertFalse(Files.exists(root().resolve("f")));
        } finally {
            mount("umount", "-l", root().toString());
        }
    }

    private static int mount(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
