package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.data.npy.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The way from files to figures on a few bundled clips; each step uses what the one before left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkflowIT {

    private static final int EACH = 6;

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void writeConfig() throws IOException {
        Music.copy(folder.resolve("music"), EACH);
        Files.writeString(folder.resolve("tiny.yaml"), """
                dataset: {format: folder, root: "%s"}
                store: {path: "%s"}
                model: {width: 0.0625}
                train: {batch_size: 3, max_steps: 3, log_every_steps: 1, checkpoint_every_steps: 1, device: cpu, workers: 1}
                probe: {head: logistic, train_windows: all}
                """.formatted(folder.resolve("music"), folder.resolve("store")));
    }

    private static Program run(String... args) {
        return Program.run(folder, args);
    }

    private static Program done(String... args) {
        Program program = run(args);
        assertEquals(ExitCode.DONE, program.code(), program.err());
        return program;
    }

    private static JsonNode json(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        return new ObjectMapper().readTree(done(all.toArray(String[]::new)).out());
    }

    private static String at(String name) {
        return folder.resolve(name).toString();
    }

    private static String config() {
        return at("tiny.yaml");
    }

    @Test
    @Order(1)
    void pretrainingWithoutAStoreSaysWhatToDo() {
        Program program = run("pretrain", "--config", config(), "--out", at("run"));
        assertEquals(ExitCode.INPUT, program.code());
        assertEquals(
                "clmr: " + at("store") + " is not there, expected the store of music; run 'clmr prepare' with the same"
                        + " options first, or use --set store.path=none",
                program.lastWords());
        assertTrue(Files.notExists(folder.resolve("run"))
                || folder.resolve("run").toFile().list().length == 0);
    }

    @Test
    @Order(2)
    void prepareDecodesOnceAndThenReuses() throws IOException {
        JsonNode first = json("prepare", "--config", config());
        assertEquals(3 * EACH, first.path("tracks").asInt());
        assertEquals(0, first.path("reused").asInt());
        assertEquals(0, first.path("refused").size());
        JsonNode second = json("prepare", "--config", config());
        assertEquals(3 * EACH, second.path("reused").asInt());
    }

    @Test
    @Order(3)
    void pretrainTakesItsStepsAndLeavesARunFolder() throws IOException {
        JsonNode run = json("pretrain", "--config", config(), "--out", at("run"));
        assertTrue(run.path("finished").asBoolean());
        assertEquals(3, run.path("step").asInt());
        assertTrue(Double.isFinite(run.path("loss").asDouble()));
        for (String file : List.of("config.yaml", "run.json", "metrics.jsonl", "log.txt", "latest")) {
            assertTrue(Files.exists(folder.resolve("run").resolve(file)), file);
        }
        assertTrue(Files.readString(folder.resolve("run/config.yaml")).contains("batch_size: 3 "));
    }

    @Test
    @Order(4)
    void runsAreResumedAndNotOverwritten() throws IOException {
        Program again = run("pretrain", "--config", config(), "--out", at("run"));
        assertEquals(ExitCode.INPUT, again.code());
        assertEquals(
                "clmr: " + at("run") + ": holds a run already; resume it or choose another folder", again.lastWords());
        Program other = run("pretrain", "--resume", at("run"), "--set", "train.seed=43");
        assertEquals(ExitCode.INPUT, other.code());
        assertTrue(other.lastWords().contains("train.seed"), other.err());
        JsonNode longer = json("pretrain", "--resume", at("run"), "--set", "train.max_steps=4");
        assertEquals(4, longer.path("step").asInt());
    }

    @Test
    @Order(5)
    void linearEvalWritesReportAndPredictions() throws IOException {
        JsonNode report =
                json("linear-eval", "--checkpoint", at("run"), "--out", at("eval"), "--save-predictions", at("scores"));
        assertEquals(
                report,
                new ObjectMapper().readTree(folder.resolve("eval/report.json").toFile()));
        assertEquals("logistic", report.path("protocol").path("head").asText());
        assertEquals("file", report.path("protocol").path("split").asText());
        assertEquals(EACH, report.path("clips").path("test").asInt());
        assertTrue(report.path("metrics").path("roc_auc_macro").isNumber());
        float[][] scores = NpyFile.read(folder.resolve("scores/scores.npy")).matrix();
        assertEquals(EACH, scores.length);
        assertEquals(
                EACH, Files.readAllLines(folder.resolve("scores/tracks.txt")).size());
        assertEquals(
                scores[0].length,
                Files.readAllLines(folder.resolve("scores/tags.txt")).size());
    }

    /** The supervised baseline, then the encoder beside it and an untrained one, then invented votes on three clips. */
    @Test
    @Order(6)
    void baselinesAndVotesStandBesideTheEncoder() throws IOException {
        JsonNode supervised = json(
                "supervised",
                "--config",
                config(),
                "--set",
                "supervised.max_epochs=2",
                "--set",
                "supervised.batch_size=3",
                "--out",
                at("supervised"));
        assertEquals(
                "supervised",
                supervised.path("report").path("protocol").path("head").asText());
        List<String> clips = Files.readAllLines(folder.resolve("eval/tracks.txt"));
        Files.writeString(
                folder.resolve("votes.csv"),
                "clip1_id\tclip2_id\tclip3_id\tclip1_numvotes\tclip2_numvotes\tclip3_numvotes"
                        + "\tclip1_mp3_path\tclip2_mp3_path\tclip3_mp3_path\n1\t2\t3\t0\t1\t4\t"
                        + String.join("\t", clips.subList(0, 3)) + "\n");
        JsonNode report = json(
                "linear-eval",
                "--checkpoint",
                at("run"),
                "--compare",
                "random-bn," + at("supervised/eval"),
                "--triplets",
                at("votes.csv"));
        assertEquals(3, report.path("comparison").path("rows").size());
        assertEquals(3, report.path("comparison").path("differences").size());
        assertEquals(5, report.path("triplets").path(0).path("votes").asInt());
        assertEquals("mfcc", report.path("triplets").path(1).path("encoder").asText());
        Program unknown = run("linear-eval", "--checkpoint", at("run"), "--compare", at("nothing"));
        assertEquals(ExitCode.INPUT, unknown.code());
        assertTrue(unknown.err().contains("no folder with a report.json"), unknown.err());
    }

    @Test
    @Order(6)
    void baselinesNeedNoWeights() throws IOException {
        for (String baseline : EncoderChoice.BASELINES) {
            JsonNode report = json("linear-eval", "--checkpoint", baseline, "--config", config());
            assertEquals(baseline, report.path("checkpoint").asText());
        }
    }

    @Test
    @Order(7)
    void networkOfTheWeightsMayNotBeContradicted() {
        Program program =
                run("embed", at("music"), "--checkpoint", at("run"), "--out", at("x.npy"), "--set", "model.width=0.5");
        assertEquals(ExitCode.USAGE, program.code());
        assertEquals(
                "clmr: " + at("run/checkpoints/step-0000004/model.safetensors")
                        + " was saved with model.width 0.0625, but --set model.width=0.5 says 0.5; leave model.width"
                        + " out, since weights bring their own, or name other weights",
                program.err().strip());
    }

    @Test
    @Order(8)
    void embedWritesOneRowAWindowAndSaysWhichFilesFailed() throws IOException {
        Files.writeString(folder.resolve("music/broken.mp3"), "not music");
        Program program = done("embed", at("music"), "--checkpoint", at("run"), "--out", at("music.npy"), "--json");
        JsonNode result = new ObjectMapper().readTree(program.out());
        assertEquals(3 * EACH * 4, result.path("rows").asInt());
        assertEquals(1, result.path("failed").asInt());
        assertTrue(program.lastWords().contains("broken.mp3"), program.err());
        Files.delete(folder.resolve("music/broken.mp3"));
        assertEquals(3 * EACH * 4, NpyFile.read(folder.resolve("music.npy")).matrix().length);
        assertEquals(
                3 * EACH * 4 + 1,
                Files.readAllLines(folder.resolve("music.index.csv")).size());
    }

    @Test
    @Order(9)
    void embedOfNothingButBrokenFilesIsCode3() throws IOException {
        Path broken = folder.resolve("broken.mp3");
        Files.writeString(broken, "not music");
        Program program = run("embed", broken.toString(), "--checkpoint", at("run"), "--out", at("none.npy"));
        assertEquals(ExitCode.INPUT, program.code());
        assertTrue(program.lastWords().startsWith("clmr: no file could be embedded; " + broken + ": "), program.err());
    }

    @Test
    @Order(10)
    void randomEncoderEmbedsWithoutAnyFile() throws IOException {
        String clip = Music.clip().toString();
        for (String out : List.of("a.npy", "b.npy")) {
            done(
                    "embed",
                    clip,
                    "--checkpoint",
                    "random",
                    "--seed",
                    "5",
                    "--set",
                    "model.width=0.0625",
                    "--out",
                    at(out),
                    "--pool",
                    "mean");
        }
        float[][] rows = NpyFile.read(folder.resolve("a.npy")).matrix();
        assertEquals(1, rows.length);
        assertArrayEquals(rows[0], NpyFile.read(folder.resolve("b.npy")).matrix()[0]);
    }

    @Test
    @Order(11)
    void probeDuringTrainingIsLogged() throws IOException {
        JsonNode run = json(
                "pretrain",
                "--config",
                config(),
                "--out",
                at("probed"),
                "--set",
                "train.online_probe.enabled=true",
                "--set",
                "train.online_probe.every_epochs=1");
        String best = Files.readString(folder.resolve("probed/best")).strip();
        assertEquals(at("probed/checkpoints/" + best), run.path("best").asText());
        assertTrue(
                Files.exists(folder.resolve("probed/checkpoints").resolve(best).resolve("model.safetensors")));
        assertTrue(Files.readString(folder.resolve("probed/metrics.jsonl")).contains("roc_auc_macro"));
    }

    @Test
    @Order(12)
    void everyStageIsMeasured() throws IOException {
        String clip = Music.clip().toString();
        for (String[] args : new String[][] {
            {"bench", "augment", "--audio", clip, "--views", "4"},
            {"bench", "decode", "--audio", clip, "--times", "1"},
            {"bench", "store", "--config", config(), "--windows", "50"},
            {"bench", "train", "--width", "0.0625", "--batch", "2", "--steps", "2", "--device", "cpu"},
            {"bench", "embed", "--width", "0.0625", "--batch", "2", "--steps", "2", "--device", "cpu"},
            {"bench", "probe", "--clips", "20", "--label-fraction", "0.5,1", "--seeds", "2", "--threads", "2"}
        }) {
            JsonNode rate = json(args);
            assertEquals(args[1], rate.path("stage").asText());
            assertTrue(rate.path("rate").asDouble() > 0, rate.toString());
            assertTrue(rate.path("median_ms").asDouble() > 0, rate.toString());
            for (String field : List.of("unit", "runs", "threads")) {
                assertTrue(rate.has(field), rate.toString());
            }
        }
        JsonNode windows = json("bench", "decode", "--config", config(), "--times", "1", "--windows", "20");
        assertEquals(20, windows.path("windows").asInt(), windows.toString());
        assertTrue(windows.path("windows_per_second").asDouble() > 0, windows.toString());
        assertEquals(0, windows.path("window_largest_difference").asDouble(-1), "against the store");
    }

    @Test
    @Order(13)
    void doctorFindsThisMachineUsable() throws IOException {
        JsonNode result = json("doctor", "--device", "cpu");
        assertTrue(result.path("usable").asBoolean(), result.toString());
        assertEquals("Java", result.path("checks").path(0).path("name").asText());
    }
}
