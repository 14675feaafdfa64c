package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private Path music = Path.of("");

    @BeforeEach
    void sixClips() throws IOException {
        music = Music.copy(folder.resolve("music"), 2);
        Files.writeString(music.resolve("labels.csv"), allLabelled());
    }

    /** Every clip gets every tag, so that no split lacks one. */
    private String allLabelled() throws IOException {
        StringBuilder labels = new StringBuilder();
        for (String line : Files.readAllLines(music.resolve("split.csv"))) {
            labels.append(line, 0, line.lastIndexOf(',')).append(",piano,slow\n");
        }
        return labels.toString();
    }

    private Program check(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "check",
                "--set",
                "dataset.format=folder",
                "--set",
                "dataset.root=" + music,
                "--set",
                "model.sample_rate_hz=16000", // the clips' own
                "--set",
                "model.samples=43740",
                "--set",
                "model.strides=[3,3,3,3,3,3,5,2,2]"));
        args.addAll(List.of(more));
        return Program.run(folder, args.toArray(String[]::new));
    }

    @Test
    void aCleanDatasetEndsWith0() {
        Program program = check();
        assertEquals(ExitCode.DONE, program.code(), program.out() + program.err());
        assertTrue(program.out().contains("music: 6 clips, 1 min 12 s of audio, 6 usable"), program.out());
        assertTrue(program.out().contains("splits (file): train 2, valid 2, test 2"), program.out());
        assertTrue(program.out().contains("2 tags, rarest first (train/valid/test): piano 2/2/2"), program.out());
        assertTrue(program.out().strip().endsWith("nothing to complain about"), program.out());
    }

    @Test
    void findingsEndWith1AndAreShortAsTextAndWholeAsJson() throws IOException {
        List<String> broken = List.of("a.mp3", "b.mp3", "c.mp3", "d.mp3", "e.mp3");
        for (String name : broken) {
            Files.writeString(music.resolve(name), "no music");
            Files.writeString(music.resolve("labels.csv"), allLabelled() + String.join(",piano\n", broken) + ",slow\n");
        }
        Program text = check("--examples", "2");
        assertEquals(ExitCode.FINDINGS, text.code(), text.err());
        assertTrue(
                text.out().contains("unreadable                    5  not decodable, or cut off: get these files"),
                text.out());
        assertTrue(text.out().contains("    a.mp3: is not audio that ffmpeg can read"), text.out());
        assertTrue(text.out().contains("    … and 3 more"), text.out());

        Program json = check("--json", "-q");
        assertEquals(ExitCode.FINDINGS, json.code(), json.err());
        assertEquals("", json.err());
        JsonNode report = new ObjectMapper().readTree(json.out());
        assertEquals(false, report.get("clean").asBoolean());
        assertEquals(11, report.get("clips").asInt());
        assertEquals(6, report.get("usable").asInt());
        JsonNode finding = report.get("findings").get(0);
        assertEquals("unreadable", finding.get("kind").asText());
        assertEquals(5, finding.get("count").asInt());
        assertEquals(5, finding.get("cases").size());
        assertEquals("c.mp3", finding.get("cases").get(2).get("clips").get(0).asText());
        assertEquals(2, report.get("tags").get(0).get("train").asInt());
    }

    @Test
    void noticesAreShownApartAndCountOnlyWhereAskedFor() throws IOException {
        Files.writeString(music.resolve("notes.txt"), "");
        String[] lower = {"--set", "model.sample_rate_hz=22050"}; // the clips have 16 kHz
        Program program = check(lower);
        assertEquals(ExitCode.DONE, program.code(), program.out() + program.err());
        assertTrue(program.out().contains("  passed over: 1 .txt"), program.out());
        assertTrue(
                program.out().indexOf("Notices, which need no change:")
                        < program.out().indexOf("rate_below_model  "),
                program.out());
        assertTrue(program.out().strip().contains("no problems; --json names every case"), program.out());
        assertEquals(
                ExitCode.FINDINGS, check(lower[0], lower[1], "--strict", "-q").code());

        JsonNode report = new ObjectMapper()
                .readTree(check(lower[0], lower[1], "--json", "-q").out());
        assertEquals(true, report.get("clean").asBoolean());
        assertEquals(0, report.get("findings").size());
        assertEquals(
                "rate_below_model", report.get("notices").get(0).get("kind").asText());
        assertEquals("1 .txt", report.get("passed_over").asText());
    }

    @Test
    void whatIsListedButNotThereIsReportedAndDoesNotEndTheCheck() throws IOException {
        Files.writeString(music.resolve("labels.csv"), allLabelled() + "gone.mp3,piano\n");
        Program program = check();
        assertEquals(ExitCode.FINDINGS, program.code(), program.err());
        assertTrue(program.out().contains("labels_without_audio"), program.out());
        assertTrue(program.out().contains("    gone.mp3"), program.out());
    }

    @Test
    void readsAStoreWhereThereIsOne() {
        String store = "store.path=" + folder.resolve("store");
        List<String> args = new ArrayList<>(List.of("prepare", "--set", store, "-q"));
        args.addAll(List.of(
                "--set",
                "dataset.format=folder",
                "--set",
                "dataset.root=" + music,
                "--set",
                "model.sample_rate_hz=16000",
                "--set",
                "model.samples=43740",
                "--set",
                "model.strides=[3,3,3,3,3,3,5,2,2]"));
        assertEquals(
                ExitCode.DONE, Program.run(folder, args.toArray(String[]::new)).code());
        Program program = check("--set", store);
        assertEquals(ExitCode.DONE, program.code(), program.out() + program.err());
    }

    @Test
    void refusesANegativeNumberOfExamples() {
        Program program = check("--examples", "-1");
        assertEquals(ExitCode.USAGE, program.code());
        assertEquals("clmr: --examples is -1, expected 0 or more", program.lastWords());
    }
}
