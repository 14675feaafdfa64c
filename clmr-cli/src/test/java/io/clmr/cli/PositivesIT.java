package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigLoader;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.npy.NpyFile;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.PcmStore;
import io.clmr.train.views.Batching;
import io.clmr.train.views.TrainingSet;
import io.clmr.train.views.ViewBatch;
import io.clmr.train.views.ViewLoader;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Positives as a user asks for them, on some of the bundled music, which has two clips of each song. */
class PositivesIT {

    private static final int WINDOW = 59049;
    private static final int BATCH = 3;

    @TempDir
    private static Path folder = Path.of("");

    private static final Set<Integer> LEARNT = new HashSet<>();

    @BeforeAll
    static void prepareMusic() throws IOException {
        Path music = copy(folder.resolve("music"), List.of("distant_lanterns", "silver_mirror", "paper_street"));
        Files.writeString(folder.resolve("tiny.yaml"), """
                dataset: {format: folder, root: "%s"}
                store: {path: "%s"}
                model: {width: 0.0625}
                train: {batch_size: 3, max_steps: 3, log_every_steps: 1, checkpoint_every_steps: 9, device: cpu, workers: 1}
                """.formatted(music, folder.resolve("store")));
        List<String> keys = trainingKeys();
        Files.writeString(
                folder.resolve("pairs.csv"),
                keys.get(0) + "," + keys.get(7) + ",2\n" + keys.get(1) + "," + keys.get(4));
        assertEquals(ExitCode.DONE, run("prepare").code());
    }

    /** Copies the training clips of artists who have several songs. */
    private static Path copy(Path to, List<String> artists) throws IOException {
        List<String> lines = Files.readAllLines(Music.BUNDLED.resolve("split.csv")).stream()
                .filter(line -> line.endsWith(",train") && artists.contains(line.substring(0, line.indexOf('/'))))
                .toList();
        for (String line : lines) {
            String path = line.substring(0, line.lastIndexOf(','));
            Files.createDirectories(to.resolve(path.substring(0, path.indexOf('/'))));
            Files.copy(Music.BUNDLED.resolve(path), to.resolve(path));
        }
        Files.write(to.resolve("split.csv"), lines);
        return to;
    }

    private static List<String> trainingKeys() throws IOException {
        return Files.readAllLines(folder.resolve("music/split.csv")).stream()
                .filter(line -> line.endsWith(",train"))
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    private static Program run(String command, String... more) {
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(List.of(more));
        args.addAll(List.of("--config", folder.resolve("tiny.yaml").toString()));
        return Program.run(folder, args.toArray(String[]::new));
    }

    private static String[] kind(String name) {
        String pairs = name.equals("pairs") ? folder.resolve("pairs.csv").toString() : "none";
        return new String[] {"--set", "positives.name=" + name, "--set", "positives.pairs_file=" + pairs};
    }

    private static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"same_clip", "neighbour", "same_song", "same_album", "same_artist", "pairs"})
    void threeStepsOfEachKind(String name) throws IOException {
        Path run = folder.resolve("run-" + name);

        Program program = run("pretrain", with(kind(name), "--out", run.toString()));

        assertEquals(ExitCode.DONE, program.code(), program.err());
        Path weights = run.resolve("checkpoints/step-0000003/model.safetensors");
        boolean alike = name.equals("same_album"); // the folder of a clip, here its artist's
        assertTrue(alike || LEARNT.add(Arrays.hashCode(Files.readAllBytes(weights))), "learnt as with another kind");
        assertTrue(Files.readString(run.resolve("config.yaml")).contains("name: " + name));
        assertEquals(
                !name.equals("same_clip") && !name.equals("neighbour"),
                Files.readString(run.resolve("log.txt")).contains("tracks have another clip for a positive"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same_clip", "neighbour", "same_song", "same_album", "same_artist", "pairs"})
    void augmentRendersTheViewsThatTrainingHears(String name) throws IOException {
        ClmrConfig config = ConfigLoader.load(
                        Optional.of(folder.resolve("tiny.yaml")),
                        List.of(
                                Assignment.parse("positives.name=" + name),
                                Assignment.parse("positives.pairs_file=" + folder.resolve("pairs.csv"))))
                .config();
        MusicDataset dataset = MusicDataset.load(config.dataset());
        try (ClipReader reader = PcmStore.open(folder.resolve("store"))) {
            TrainingSet tracks = Pretraining.tracks(config, dataset, reader);
            try (ViewLoader loader =
                            new ViewLoader(tracks, config.pretrain().views(), new Batching(BATCH, false), 2, 4, 0);
                    ViewBatch batch = loader.next()) {
                for (int row = 0; row < BATCH; row++) {
                    String key = batch.trackKeys().get(row);
                    for (int view = 0; view < 2; view++) {
                        float[] heard = new float[BATCH * WINDOW];
                        batch.view(view)
                                .order(ByteOrder.nativeOrder())
                                .asFloatBuffer()
                                .get(heard);
                        assertArrayEquals(
                                Arrays.copyOfRange(heard, row * WINDOW, (row + 1) * WINDOW),
                                rendered(name, key, view),
                                key + " view " + view);
                    }
                }
            }
        }
    }

    private static float[] rendered(String name, String key, int view) throws IOException {
        Path out = folder.resolve("view.npy");
        Program program = run(
                "augment",
                with(
                        kind(name),
                        folder.resolve("music").resolve(key).toString(),
                        out.toString(),
                        "--epoch",
                        "4",
                        "--view",
                        Integer.toString(view)));
        assertEquals(ExitCode.DONE, program.code(), program.err());
        JsonNode json = new ObjectMapper().readTree(program.out());
        assertEquals(key, json.path("key").asText());
        assertNotEquals(key, json.path("cut_from").asText());
        return NpyFile.read(out).vector();
    }

    @Test
    void augmentSaysWhatItCannotKnow() throws IOException {
        Path clip = folder.resolve("music").resolve(trainingKeys().get(0));
        Program alone = Program.run(
                folder,
                "augment",
                clip.toString(),
                folder.resolve("x.npy").toString(),
                "--view",
                "1",
                "--set",
                "positives.name=same_song");
        assertEquals(ExitCode.USAGE, alone.code());
        assertEquals(
                "clmr: view 1 is cut from another clip, since positives.name is not same_clip, and only the dataset tells"
                        + " from which: give dataset.root, or --set positives.name=same_clip",
                alone.lastWords());
        String[] song = kind("same_song");
        Program part = run(
                "augment",
                with(song, clip.toString(), folder.resolve("x.npy").toString(), "--view", "1", "--samples", "60000"));
        assertEquals(ExitCode.USAGE, part.code());
        Program stranger = run(
                "augment",
                with(
                        song,
                        Music.clip().toString(),
                        folder.resolve("x.npy").toString(),
                        "--view",
                        "1",
                        "--key",
                        "no.mp3"));
        assertEquals(ExitCode.INPUT, stranger.code(), stranger.err());
    }

    @Test
    void whatTheDatasetDoesNotKnowIsAConfigurationError() throws IOException {
        Path flat = Files.createDirectories(folder.resolve("flat"));
        for (int i = 0; i < 4; i++) {
            Files.copy(folder.resolve("music").resolve(trainingKeys().get(i)), flat.resolve("piece" + i + "x.mp3"));
        }

        Program program = run(
                "pretrain",
                with(
                        kind("same_artist"),
                        "--set",
                        "dataset.root=" + flat,
                        "--set",
                        "store.path=none",
                        "--set",
                        "dataset.ratios=[1, 0, 0]",
                        "--out",
                        folder.resolve("no").toString()));

        assertEquals(ExitCode.USAGE, program.code(), program.err());
        assertEquals(
                "clmr: flat: positives.name is same_artist, but of none of the 4 usable training tracks another is known"
                        + " that has the same; known are same_clip and neighbour, which need nothing",
                program.lastWords());
        assertTrue(Files.notExists(folder.resolve("no/run.json")));
    }

    @Test
    void pairsThatCannotBeUsedAreNamed() throws IOException {
        String out = folder.resolve("never").toString();
        Program none = run("pretrain", "--set", "positives.name=pairs", "--out", out);
        assertEquals(ExitCode.USAGE, none.code());
        assertTrue(none.lastWords().contains("pairs_file is none, expected a list of pairs"), none.err());

        Path list = Files.writeString(folder.resolve("bad.csv"), trainingKeys().get(0) + ",gone.mp3\n");
        Program unknown =
                run("pretrain", "--set", "positives.name=pairs", "--set", "positives.pairs_file=" + list, "--out", out);
        assertEquals(ExitCode.INPUT, unknown.code(), unknown.err());
        assertEquals(
                "clmr: " + list
                        + ": names 1 clips that the dataset does not have: \"gone.mp3\" (line 1); expected paths"
                        + " below the dataset's root, as in labels.csv",
                unknown.lastWords());

        Program missing = run(
                "pretrain",
                "--set",
                "positives.name=pairs",
                "--set",
                "positives.pairs_file=" + folder.resolve("nowhere.csv"),
                "--out",
                out);
        assertEquals(ExitCode.INPUT, missing.code(), missing.err());
    }

    @Test
    void resumingComparesThePairsAndNotTheirPlace() throws IOException {
        Path run = folder.resolve("resumed");
        assertEquals(
                ExitCode.DONE,
                run("pretrain", with(kind("pairs"), "--out", run.toString())).code());
        Path moved = Files.copy(folder.resolve("pairs.csv"), folder.resolve("moved.csv"));
        String[] longer = {"--resume", run.toString(), "--set", "train.max_steps=4", "--set", "positives.name=pairs"};

        Program same = run("pretrain", with(longer, "--set", "positives.pairs_file=" + moved));
        assertEquals(ExitCode.DONE, same.code(), same.err());

        Files.writeString(moved, trainingKeys().get(0) + "," + trainingKeys().get(3));
        Program other = run("pretrain", with(longer, "--set", "positives.pairs_file=" + moved));
        assertEquals(ExitCode.INPUT, other.code(), other.err());
        Program kind = run("pretrain", "--resume", run.toString(), "--set", "positives.name=same_song");
        assertTrue(kind.lastWords().contains("positives.name: was pairs, is now same_song"), kind.err());
    }
}
