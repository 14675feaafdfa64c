package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real sweep, killed and started again. */
class SweepIT {

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path folder;

    private Path plan(String... more) throws IOException {
        Path music = folder.resolve("music");
        if (Files.notExists(music)) {
            Music.copy(music, 6);
        }
        Path file = folder.resolve("plan.yaml");
        Files.writeString(file, """
                name: small
                set:
                  dataset.format: folder
                  dataset.root: "%s"
                  store.path: "%s"
                  model.width: 0.0625
                  train.batch_size: 3
                  train.max_steps: 12
                  train.checkpoint_every_steps: 2
                  train.log_every_steps: 1
                  train.device: cpu
                  supervised.max_epochs: 1
                seeds: [1, 2]
                """.formatted(music, folder.resolve("store")) + String.join("\n", more) + "\n");
        return file;
    }

    private Program sweep(Path plan, String... more) {
        List<String> args = new ArrayList<>(
                List.of("sweep", plan.toString(), "--out", folder.resolve("out").toString()));
        args.addAll(List.of(more));
        return Program.run(folder, args.toArray(String[]::new));
    }

    private Map<Path, FileTime> reports() throws IOException {
        Path cells = folder.resolve("out/cells");
        Map<Path, FileTime> times = new HashMap<>();
        if (Files.isDirectory(cells)) {
            try (Stream<Path> all = Files.walk(cells)) {
                for (Path path : all.filter(p -> p.endsWith("report.json")).toList()) {
                    times.put(path, Files.getLastModifiedTime(path));
                }
            }
        }
        return times;
    }

    private boolean trainingBegan() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.anyMatch(p -> p.endsWith("checkpoints/step-0000002"));
        }
    }

    private interface Moment {
        boolean hasCome() throws IOException;
    }

    private void killAt(Path plan, Moment moment) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx1g",
                Main.class.getName(),
                "sweep",
                plan.toString(),
                "--out",
                folder.resolve("out").toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("killed.out").toFile())
                .redirectError(folder.resolve("killed.err").toFile())
                .start();
        for (int i = 0; i < 50 * PATIENCE_SECONDS && process.isAlive() && !moment.hasCome(); i++) {
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        assertTrue(moment.hasCome(), Files.readString(folder.resolve("killed.err")));
        process.destroyForcibly().waitFor(); // SIGKILL
    }

    @Test
    void killedInTrainingAndBetweenCellsItGoesOnAndDoesNothingTwice() throws IOException, InterruptedException {
        Path plan = plan("grid: {probe.head: [knn, logistic]}");
        killAt(plan, this::trainingBegan);
        assertEquals(Map.of(), reports());
        killAt(plan, () -> !reports().isEmpty());
        Map<Path, FileTime> before = reports();

        Path sameMusic = folder.resolve("out").resolve("..").resolve("music");
        Program ended = sweep(plan, "--jobs", "2", "--set", "dataset.root=" + sameMusic);
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().contains("4 of 4 cells done"), ended.out());
        Map<Path, FileTime> after = reports();
        assertEquals(4, after.size());
        before.forEach((report, time) -> assertEquals(time, after.get(report), report + " was made again"));

        List<String> lines = Files.readAllLines(folder.resolve("out/results.csv"));
        assertEquals(5, lines.size());
        assertTrue(lines.stream().skip(1).allMatch(line -> line.contains(",done,")), lines.toString());
        assertTrue(Files.size(folder.resolve("out/report.html")) > 1_000_000, "the page has no charts");

        Program page = Program.run(
                folder,
                "report",
                folder.resolve("out").toString(),
                "--out",
                folder.resolve("again.html").toString(),
                "--json");
        assertEquals(0, page.code(), page.err());
        assertTrue(page.out().contains("\"evaluations\" : 2"), page.out());
    }

    @Test
    void everyKindOfEncoderIsScoredAndAFailureStaysItsOwn() throws IOException {
        Path plan = plan(
                "encoders: [pretrain, supervised, random-bn, mfcc]",
                "list:",
                "  - {name: good}",
                "  - {name: bad, train.batch_size: 500}",
                "x: probe.label_fraction",
                "grid: {probe.label_fraction: [1.0]}");
        Program ended = sweep(plan, "--seed", "1", "--set", "probe.head=knn");
        assertEquals(1, ended.code(), ended.err());
        List<String> failed = Files.readAllLines(folder.resolve("out/results.csv")).stream()
                .filter(line -> line.contains(",failed,"))
                .toList();
        assertEquals(1, failed.size(), ended.out());
        assertTrue(failed.get(0).contains("pretrain, bad"), failed.get(0));
        assertTrue(failed.get(0).contains("batch"), failed.get(0));
    }

    @Test
    void aDryRunListsCellsAndTouchesNothing() throws IOException {
        Program listed = sweep(plan("grid: {probe.head: [knn, logistic]}"), "--dry-run");
        assertEquals(0, listed.code(), listed.err());
        assertTrue(listed.out().contains("4 of 4 cells are open"), listed.out());
        assertFalse(Files.exists(folder.resolve("out")), "something was written");
    }

    @Test
    void saysWhereAPlanIsWrong() throws IOException {
        Program unknown = sweep(plan("grd: {}"));
        assertEquals(2, unknown.code());
        assertTrue(unknown.lastWords().contains("plan.yaml:14: grd is not a key; did you mean grid?"), unknown.err());
        Program key = sweep(plan("grid: {train.bach_size: [1]}"));
        assertEquals(2, key.code());
        assertTrue(key.lastWords().contains("did you mean train.batch_size?"), key.err());
    }
}
