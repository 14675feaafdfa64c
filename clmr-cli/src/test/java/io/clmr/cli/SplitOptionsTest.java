package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.cli.config.ConfigLoader;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.DatasetConfig.GroupBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SplitOptionsTest {

    @TempDir
    private Path folder = Path.of("");

    private static DatasetConfig dataset(String... args) {
        SplitOptions options = new SplitOptions();
        new CommandLine(options).parseArgs(args);
        return ConfigLoader.load(Optional.empty(), options.assignments(), Optional.empty())
                .config()
                .dataset();
    }

    @Test
    void withoutThemTheConfigurationStands() {
        assertEquals(DatasetConfig.defaults(), dataset());
    }

    @Test
    void sharesAskForADrawnSplit() {
        DatasetConfig config = dataset("--split", "0.7/0.2/0.1");
        assertEquals(Optional.of("ratios"), config.split());
        assertEquals(List.of(0.7, 0.2, 0.1), config.ratios());
        assertEquals(GroupBy.ARTIST, config.groupBy());
    }

    @Test
    void aNameIsThatOfAPublishedSplit() {
        assertEquals(DatasetConfig.defaults().withSplit("won2020"), dataset("--split", "won2020"));
    }

    @ParameterizedTest
    @CsvSource({"artist, ARTIST", "folder, FOLDER", "song, SONG", "FILE, FILE"})
    void somethingToKeepTogetherAsksForADrawnSplit(String name, GroupBy groupBy) {
        for (DatasetConfig config :
                List.of(dataset("--group-by", name), dataset("--split", "ratios", "--group-by", name))) {
            assertEquals(Optional.of("ratios"), config.split());
            assertEquals(groupBy, config.groupBy());
            assertEquals(DatasetConfig.defaults().ratios(), config.ratios());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prepare",
                "check",
                "pretrain",
                "pretrain --resume DIR",
                "supervised",
                "supervised --resume DIR",
                "linear-eval --checkpoint random"
            })
    void everyCommandThatLoadsADatasetTakesThem(String command) throws IOException {
        Files.writeString(
                folder.resolve("run.json"), // looks like a run
                "{\"format_version\": 1, \"data_fingerprint\": \"\", \"config_fingerprint\": \"\", \"config\": {},"
                        + " \"sessions\": [{}]}");
        Files.writeString(folder.resolve("config.yaml"), "{}");
        List<String> args = new ArrayList<>(
                List.of(command.replace("DIR", folder.toString()).split(" ")));
        args.addAll(List.of("--split", "0.8/0.1", "--group-by", "artist"));
        Program program = Program.run(folder, args.toArray(String[]::new));
        assertEquals(
                "clmr: --split 0.8/0.1: dataset.ratios are [0.8, 0.1], expected three numbers (train, valid, test) that add"
                        + " up to 1",
                program.err().strip());
        assertEquals(ExitCode.USAGE, program.code());
        String help = Program.run(folder, args.get(0), "--help").out();
        assertTrue(help.contains("--split 0."), help);
        assertTrue(help.contains("--group-by=WHAT"), help);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --split file --group-by song | clmr: --split file and --group-by song are both given, but only a drawn split keeps things together; give shares, such as --split 0.8/0.1/0.1
            --group-by label             | clmr: --group-by label: dataset.group_by is 'label', expected artist, folder, song or file
            --split 0.8/much/0.1         | clmr: --split 0.8/much/0.1: dataset.ratios is 'much', expected a number
            """)
    void whatTheyCannotMeanIsAUsageError(String args, String message) {
        List<String> words = new ArrayList<>(List.of("check"));
        words.addAll(List.of(args.split(" ")));
        Program program = Program.run(folder, words.toArray(String[]::new));
        assertEquals(message, program.err().strip());
        assertEquals(ExitCode.USAGE, program.code());
    }

    /** Two artists with two albums each: whole artists can only be halved, whole albums also quartered. */
    @Test
    void drawnSplitsKeepArtistsOrFoldersTogether() throws IOException {
        for (String album : List.of("a/1", "a/2", "b/1", "b/2")) {
            Path place = Files.createDirectories(folder.resolve("music").resolve(album));
            for (int i = 0; i < 3; i++) {
                Music.tone(place.resolve(i + ".wav"), 22050 + 100 * i, 22050);
            }
        }
        assertEquals(List.of(6, 6, 0), counts("--split", "0.5/0.5/0", "--group-by", "artist"));
        assertEquals(List.of(6, 3, 3), counts("--split", "0.5/0.25/0.25", "--group-by", "folder"));
    }

    private List<Integer> counts(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "check",
                "--json",
                "--set",
                "dataset.format=folder",
                "--set",
                "dataset.root=" + folder.resolve("music"),
                "--set",
                "store.path=none"));
        args.addAll(List.of(more));
        Program program = Program.run(folder, args.toArray(String[]::new));
        JsonNode splits = new ObjectMapper().readTree(program.out()).get("splits");
        List<Integer> counts = new ArrayList<>();
        for (String split : List.of("train", "valid", "test")) {
            counts.add(splits.path(split).asInt());
        }
        return counts;
    }
}
