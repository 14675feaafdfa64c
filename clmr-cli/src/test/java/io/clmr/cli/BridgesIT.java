package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.core.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is done with an encoder and a head that training and evaluation left: tags, neighbours, exports, the page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgesIT {

    private static final int EACH = 4;

    /** By then the running statistics of the BatchNorms are those of music; before, rounding grows from layer to layer. */
    private static final int STEPS = 60;

    private static final int RATE_HZ = 22050;
    private static final int WINDOW = 59049;

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void trainAndEvaluate() throws IOException {
        Music.copy(folder.resolve("music"), EACH);
        Files.writeString(folder.resolve("tiny.yaml"), """
                dataset: {format: folder, root: "%s"}
                store: {path: none}
                model: {width: 0.0625}
                train: {batch_size: 3, max_steps: %d, device: cpu, workers: 1}
                probe: {head: logistic, train_windows: all}
                """.formatted(folder.resolve("music"), STEPS));
        done("pretrain", "--config", at("tiny.yaml"), "--out", at("run"));
        done("linear-eval", "--checkpoint", at("run"), "--out", at("eval"));
        Music.tone(folder.resolve("tone.wav"), 4 * WINDOW, RATE_HZ);
    }

    private static Program done(String... args) {
        Program program = Program.run(folder, args);
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

    @Test
    void songsAreTaggedAsAWholeAndOverTime() throws IOException {
        String clip = Music.clip().toString();
        JsonNode whole = json("tag", clip, at("tone.wav"), "--probe", at("eval"), "--top", "3");
        assertEquals(2, whole.path("files").size());
        JsonNode tags = whole.path("files").path(0).path("tags");
        assertEquals(3, tags.size());
        List<Double> scores = new ArrayList<>();
        tags.forEach(score -> scores.add(score.asDouble()));
        assertTrue(scores.get(0) >= scores.get(1) && scores.get(1) >= scores.get(2), scores.toString());
        assertTrue(scores.stream().allMatch(score -> score > 0 && score < 1), scores.toString());

        JsonNode overTime = json("tag", clip, "--probe", at("eval"), "--hop", "1");
        JsonNode times = overTime.path("files").path(0).path("times");
        assertEquals(10, times.size()); // 12 s, windows of 2.7 s
        assertEquals(3.0, times.path(3).path("start_s").asDouble(), 1e-9);
        assertEquals(5, times.path(3).path("tags").size());

        String text = done("tag", clip, "--probe", at("eval")).out();
        assertEquals(clip, text.lines().findFirst().orElseThrow());
        assertEquals(6, text.lines().count());
    }

    @Test
    void filesThatCannotBeTaggedAreNamedAndDoNotStopTheOthers() throws IOException {
        Path broken = folder.resolve("broken.mp3");
        Files.writeString(broken, "not music");
        Program some = done("tag", broken.toString(), at("tone.wav"), "--probe", at("eval"));
        assertTrue(some.out().startsWith(at("tone.wav")), some.out());
        assertTrue(some.lastWords().contains(broken.toString()), some.err());
        Program none = Program.run(folder, "tag", broken.toString(), "--probe", at("eval"));
        assertEquals(ExitCode.INPUT, none.code());
        assertTrue(none.lastWords().startsWith("clmr: no file could be tagged; " + broken), none.err());
    }

    @Test
    void aHeadOfAnotherEncoderIsRefused() {
        for (List<String> command :
                List.of(List.of("tag", at("tone.wav")), List.of("export", at("other.onnx"), "--format", "onnx"))) {
            List<String> args = new ArrayList<>(command);
            args.addAll(List.of("--probe", at("eval"), "--checkpoint", "random", "--set", "model.width=0.0625"));
            Program program = Program.run(folder, args.toArray(String[]::new));
            assertEquals(ExitCode.INPUT, program.code(), program.err());
            assertTrue(program.lastWords().startsWith("clmr: the head was fitted on another encoder ("), program.err());
        }
        assertFalse(Files.exists(folder.resolve("other.onnx")));
    }

    @Test
    void neighboursOfASongThatIsNotInTheIndexNeedNoCheckpoint() throws IOException {
        done("embed", at("music"), "--checkpoint", at("run"), "--pool", "mean", "--out", at("music.npy"));
        String mine = folder.resolve("music").resolve(firstPath()).toString();
        Path copy = Files.copy(Path.of(mine), folder.resolve("copy.mp3"));
        JsonNode found = json("similar", "--index", at("music.npy"), "--query", copy.toString(), "--top", "2");
        JsonNode nearest = found.path("queries").path(0).path("songs").path(0);
        assertEquals(mine, nearest.path("path").asText());
        assertEquals(1, nearest.path("similarity").asDouble(), 1e-6);
        JsonNode graph = json("similar", "--index", at("music.npy"), "--query", copy.toString(), "--approximate");
        assertEquals(
                mine,
                graph.path("queries").path(0).path("songs").path(0).path("path").asText());
        assertEquals(1, graph.path("recall_at_10").asDouble());
        Program other = Program.run(
                folder,
                "similar",
                "--index",
                at("music.npy"),
                "--query",
                copy.toString(),
                "--checkpoint",
                "random",
                "--set",
                "model.width=0.0625");
        assertEquals(ExitCode.INPUT, other.code());
        assertTrue(other.lastWords().contains("music.npy was made by another encoder ("), other.err());
    }

    /** The list of neighbours is one that training takes. */
    @Test
    void neighboursBecomePositives() throws IOException {
        done("embed", at("music"), "--checkpoint", at("run"), "--pool", "mean", "--out", at("pairing.npy"));
        JsonNode made = json(
                "similar",
                "--index",
                at("pairing.npy"),
                "--top",
                "2",
                "--pairs",
                at("pairs.csv"),
                "--below",
                at("music"));
        int pairs = made.path("pairs").asInt();
        assertEquals(pairs, Files.readAllLines(folder.resolve("pairs.csv")).size());
        int songs = made.path("songs").asInt();
        assertTrue(pairs >= songs && pairs <= 2 * songs, pairs + " pairs of " + songs + " songs");
        done(
                "pretrain",
                "--config",
                at("tiny.yaml"),
                "--out",
                at("paired"),
                "--set",
                "train.max_steps=2",
                "--set",
                "positives.name=pairs",
                "--set",
                "positives.pairs_file=" + at("pairs.csv"));

        Program both = Program.run(
                folder, "similar", "--index", at("pairing.npy"), "--pairs", at("p.csv"), "--query", "row:1");
        assertEquals(ExitCode.USAGE, both.code(), both.err());
        Program neither = Program.run(folder, "similar", "--index", at("pairing.npy"));
        assertEquals(ExitCode.USAGE, neither.code(), neither.err());
        Program below = Program.run(
                folder, "similar", "--index", at("pairing.npy"), "--query", "row:1", "--below", at("music"));
        assertEquals("clmr: --below is of --pairs alone", below.lastWords());
        Program self =
                Program.run(folder, "similar", "--index", at("pairing.npy"), "--pairs", at("p.csv"), "--include-self");
        assertEquals("clmr: --include-self and --checkpoint are of --query alone", self.lastWords());
    }

    @Test
    void anUntrainedEncoderOfAnIndexIsFoundAgainByItsSeed() throws IOException {
        String[] width = {"--set", "model.width=0.0625"};
        done("embed", at("music"), "--checkpoint", "random", "--seed", "5", width[0], width[1], "--out", at("r.npy"));
        JsonNode found = json("similar", "--index", at("r.npy"), "--query", at("tone.wav"), width[0], width[1]);
        assertEquals(10, found.path("queries").path(0).path("songs").size());
    }

    private static String firstPath() throws IOException {
        return Files.readAllLines(folder.resolve("music/split.csv")).get(0).split(",", -1)[0];
    }

    @Test
    void anUntrainedEncoderIsExportedWithoutAnyFile() throws IOException {
        for (String format : List.of("onnx", "safetensors")) {
            JsonNode said = json(
                    "export",
                    at("random-" + format),
                    "--format",
                    format,
                    "--checkpoint",
                    "random",
                    "--seed",
                    "5",
                    "--set",
                    "model.width=0.125");
            assertEquals(0.125, said.path("width").asDouble());
        }
        assertTrue(Files.size(folder.resolve("random-onnx")) > 100_000);
        assertTrue(Files.exists(folder.resolve("random-safetensors/README.md")));
    }

    @Test
    void theModelCardSaysWhatTheRunAndTheEvaluationSay() throws IOException {
        done("export", at("published"), "--format", "safetensors", "--probe", at("eval"), "--licence", "CC-BY-4.0");
        String card = Files.readString(folder.resolve("published/README.md"));
        JsonNode report =
                new ObjectMapper().readTree(folder.resolve("eval/report.json").toFile());
        for (String part : List.of(
                "license: cc-by-4.0",
                "- **data**: folder, split ",
                "- **steps**: " + STEPS + ", epochs ",
                "- **batch**: 3, seed 42",
                "- **clips**: " + EACH + " train, " + EACH + " validation, " + EACH + " test",
                "| 0 | "
                        + json("tag", at("tone.wav"), "--probe", at("eval"))
                                .path("tags")
                                .path(0)
                                .asText() + " |")) {
            assertTrue(card.contains(part), part + " is not in:\n" + card);
        }
        assertEquals(
                report.path("metrics").size(),
                card.lines()
                        .filter(line -> line.matches("\\| \\w+ \\| [\\d.]+ \\|.*"))
                        .count());
        Map<String, ?> weights = Checkpoint.open(folder.resolve("published")).weights();
        assertTrue(
                weights.containsKey("encoder.sequential.0.0.weight"),
                weights.keySet().toString());
        JsonNode again = json("tag", at("tone.wav"), "--probe", at("published"));
        assertEquals(json("tag", at("tone.wav"), "--probe", at("eval")).path("files"), again.path("files"));
    }

    /** Probabilities: over a whole song, and of one window. At another rate the last bit of a sample may differ. */
    private static final double SONG = 1e-4;

    private static final double WINDOW_AT_THE_MODELS_RATE = 1e-4;
    private static final double WINDOW_RESAMPLED = 1e-3;

    @Test
    void thePageInABrowserGivesTheScoresOfTag() throws IOException, InterruptedException {
        try (Browser browser = page()) {
            browser.evaluate("document.getElementById('hop').value = '1'");
            browser.choose("#file", folder.resolve("tone.wav"));
            assertSameScores(browser, folder.resolve("tone.wav"), WINDOW_AT_THE_MODELS_RATE);
            Path text = Files.writeString(folder.resolve("not music.mp3"), "not music");
            browser.choose("#file", text);
            browser.await("document.getElementById('status').classList.contains('error')");
            assertEquals(
                    "This browser cannot decode not music.mp3. Try mp3, WAV, FLAC or Ogg.",
                    browser.evaluate("document.getElementById('status').textContent")
                            .asText());
        }
    }

    @Test
    void theBrowserHearsMp3AndOtherRatesAsTagDoes() throws IOException, InterruptedException {
        Path high = folder.resolve("high.wav");
        Music.tone(high, 4 * 2 * WINDOW, 2 * RATE_HZ);
        Path low = folder.resolve("low.wav");
        Music.tone(low, 4 * WINDOW, 16000);
        try (Browser browser = page()) {
            browser.evaluate("document.getElementById('hop').value = '1'");
            for (Path song : List.of(Music.clip(), high, low)) {
                browser.drop("#drop", song);
                assertSameScores(browser, song, WINDOW_RESAMPLED);
            }
        }
    }

    @Test
    void thePageFollowsTheSongAsItPlays() throws IOException, InterruptedException {
        try (Browser browser = page()) {
            browser.choose("#file", Music.clip());
            browser.await("window.clmr.result");
            assertEquals(
                    "at 0:00",
                    browser.evaluate("document.getElementById('clock').textContent")
                            .asText());
            browser.evaluate("document.getElementById('audio').muted = true");
            browser.evaluate("void document.getElementById('audio').play()");
            browser.await("document.getElementById('clock').textContent === 'at 0:01'");
            browser.await("parseFloat(document.getElementById('head').style.left) > 10");
        }
    }

    private static Browser page() throws IOException, InterruptedException {
        Optional<Path> program = Browser.find();
        assumeTrue(program.isPresent(), "no chromium on the path, so the page is not tried");
        assumeTrue(
                BridgesIT.class.getResource("/onnxruntime-web/ort-wasm-simd-threaded.wasm") != null,
                "built without onnxruntime-web, so there is no page to try");
        done("export", at("page"), "--format", "web", "--probe", at("eval"), "--force");
        Browser browser = Browser.open(
                program.get(),
                Files.createTempDirectory(folder, "profile"),
                folder.resolve("page/index.html").toUri());
        browser.await("window.clmr && (window.clmr.ready || window.clmr.error)");
        assertTrue(browser.evaluate("window.clmr.error").isNull(), () -> "the model did not start");
        return browser;
    }

    private static void assertSameScores(Browser browser, Path song, double ofAWindow)
            throws IOException, InterruptedException {
        browser.await(
                "window.clmr.result && document.getElementById('song').textContent === '" + song.getFileName() + "'");
        JsonNode found = browser.evaluate("window.clmr.result");
        JsonNode expected = json("tag", song.toString(), "--probe", at("eval"), "--top", "1000", "--hop", "1")
                .path("files")
                .path(0);
        JsonNode times = expected.path("times");
        assertEquals(times.size(), found.path("moments").size(), song.toString());
        for (int tag = 0; tag < found.path("tags").size(); tag++) {
            String name = found.path("tags").path(tag).asText();
            assertEquals(
                    expected.path("tags").path(name).asDouble(-1),
                    found.path("whole").path(tag).asDouble(),
                    SONG,
                    song + ": " + name);
            for (int n = 0; n < times.size(); n++) {
                assertEquals(
                        times.path(n).path("tags").path(name).asDouble(-1),
                        found.path("moments").path(n).path("scores").path(tag).asDouble(),
                        ofAWindow,
                        song + ": " + name + " at window " + n);
            }
        }
    }
}
