package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show: signals, the launcher, the streams. */
class ProcessIT {

    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder = Path.of("");

    private record Ended(int code, String out, String err) {}

    private Process start(List<String> command) throws IOException {
        return start(command, folder);
    }

    private Process start(List<String> command, Path workingFolder) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(workingFolder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("CLMR_BUILD", "never"); // the build that runs this test has just built it
        builder.environment().put("CLMR_LOG_DIR", folder.toString());
        return builder.start();
    }

    private Ended await(Process process) throws IOException, InterruptedException {
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String err = Files.readString(folder.resolve("err"));
        assertTrue(ended, "still running: " + err);
        return new Ended(process.exitValue(), Files.readString(folder.resolve("out")), err);
    }

    private static List<String> java(String... args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx1g"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add(Main.class.getName());
        command.addAll(List.of(args));
        return command;
    }

    private static Path launcher() {
        Path launcher = Path.of("..", "scripts", "clmr").toAbsolutePath().normalize();
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "scripts/clmr needs /bin/bash");
        assumeTrue(
                Files.exists(Path.of("target", "clmr", "classpath")), "scripts/clmr needs what 'mvnw package' leaves");
        return launcher;
    }

    private String[] training(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "pretrain",
                "--set",
                "dataset.format=folder",
                "--set",
                "dataset.root=music",
                "--set",
                "store.path=none",
                "--set",
                "model.width=0.0625",
                "--set",
                "train.batch_size=2",
                "--set",
                "train.device=cpu",
                "--set",
                "train.checkpoint_every_steps=100000",
                "--set",
                "train.log_every_steps=1"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    @Test
    void withoutItsLibrariesNoFileIsCalledUnreadable() throws IOException, InterruptedException {
        Music.copy(folder.resolve("music"), 2);
        List<String> command =
                java("embed", "music", "--checkpoint", "random", "--set", "model.width=0.0625", "--out", "songs.npy");
        command.add(1, "-Dorg.bytedeco.javacpp.platform=none");
        Ended ended = await(start(command));
        assertEquals(4, ended.code(), ended.err());
        assertTrue(ended.err().contains("clmr: the native ffmpeg libraries cannot be loaded"), ended.err());
        assertTrue(Files.notExists(folder.resolve("songs.errors.csv")), "a fault of the machine is no file's fault");
    }

    @Test
    void terminatedTrainingSavesEndsWith130AndGoesOnFromAnyFolder() throws IOException, InterruptedException {
        Music.copy(folder.resolve("music"), 2);
        Path metrics = folder.resolve("run").resolve("metrics.jsonl");
        Process process = start(java(training("--out", "run")));
        for (int i = 0; i < 10 * PATIENCE_SECONDS && (Files.notExists(metrics) || Files.size(metrics) == 0); i++) {
            assertTrue(process.isAlive(), () -> "ended early");
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        process.destroy(); // SIGTERM
        Ended ended = await(process);
        assertEquals(130, ended.code(), ended.err());
        assertTrue(ended.err().contains("clmr: stopping"), ended.err());
        assertTrue(ended.out().contains("go on with: clmr pretrain --resume run"), ended.out());
        String latest =
                Files.readString(folder.resolve("run").resolve("latest")).strip();
        long step = Long.parseLong(latest.substring("step-".length()));
        assertTrue(
                Files.exists(folder.resolve("run/checkpoints").resolve(latest).resolve("model.safetensors")));

        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Ended resumed = await(
                start(java("pretrain", "--resume", "../run", "--set", "train.max_steps=" + (step + 1)), elsewhere));
        assertEquals(0, resumed.code(), resumed.err());
        assertTrue(resumed.out().contains("step " + (step + 1) + " of " + (step + 1)), resumed.out());
    }

    @Test
    void terminatedPreparationEndsWith130AndGoesOn() throws IOException, InterruptedException {
        String[] prepare = {
            "prepare",
            "--set",
            "dataset.format=folder",
            "--set",
            "dataset.root=" + Music.BUNDLED,
            "--set",
            "store.path=store",
            "--threads",
            "1"
        };
        Process process = start(java(prepare));
        for (int i = 0;
                i < 10 * PATIENCE_SECONDS
                        && !Files.readString(folder.resolve("err")).contains("prepare: ");
                i++) {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        process.destroy();
        Ended ended = await(process);
        assumeTrue(ended.code() != 0, "decoded everything before the signal came");
        assertEquals(130, ended.code(), ended.err());
        Ended again = await(start(java(prepare)));
        assertEquals(0, again.code(), again.err());
        assertTrue(again.out().contains("160 tracks"), again.out());
    }

    @Test
    void launcherWorksThroughALinkFromAnywhere() throws IOException, InterruptedException {
        Path link = folder.resolve("bin").resolve("clmr");
        Files.createDirectories(link.resolveSibling("x").getParent());
        Files.createSymbolicLink(link, launcher());
        Ended version = await(start(List.of(link.toString(), "--version")));
        assertEquals(0, version.code(), version.err());
        assertTrue(version.out().startsWith("clmr 0"), version.out());
        assertEquals("", version.err());
    }

    @Test
    void launcherKeepsTheStreamsApartAndTheErrorStreamClean() throws IOException, InterruptedException {
        Music.tone(folder.resolve("in.npy"), 3000, 22050);
        Ended ended = await(
                start(List.of(launcher().toString(), "augment", "in.npy", "out.npy", "--apply", "gain", "gain_db=-6")));
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().startsWith("{"), ended.out());
        assertEquals("", ended.err());
    }

    @Test
    void launcherRefusesAJavaThatIsNone() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launcher().toString(), "--version").redirectErrorStream(true);
        builder.environment().put("CLMR_JAVA", folder.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(4, process.waitFor());
        assertEquals(
                "clmr: CLMR_JAVA is '" + folder
                        + "', expected the home folder or the java program of a Java 17 or later",
                said.strip());
    }
}
