package io.clmr.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.audio.TestAudio;
import io.clmr.data.dataset.DatasetConfig.GroupBy;
import io.clmr.data.dataset.DatasetConfig.LabelKind;
import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderFormatTest {
    @TempDir
    Path root;

    @BeforeEach
    void threeFiles() throws IOException {
        write("ann/one-0.mp3", "");
        write("ann/one-12.MP3", "");
        write("ben/x/two.flac", "");
    }

    private Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private MusicDataset load() throws DatasetException {
        return MusicDataset.load(DatasetConfig.of("folder", root));
    }

    private String refusal() {
        return assertThrows(DatasetException.class, this::load).getMessage();
    }

    @Test
    void findsAudioOfAllKindsInAStableOrder() throws IOException {
        write("notes.txt", "");
        write("ann/._one-0.mp3", "");
        write(".trash/three.mp3", "");
        Files.createSymbolicLink(root.resolve("ben/loop"), root);
        MusicDataset dataset = load();
        assertEquals(
                List.of("ann/one-0.mp3", "ann/one-12.MP3", "ben/x/two.flac"),
                dataset.clips().stream().map(Clip::key).toList());
        assertEquals(LabelSpace.none(), dataset.labels());
        assertEquals(List.of(), dataset.findings());
        Clip first = dataset.clips().get(0);
        assertEquals("ann/one", first.group());
        assertEquals(Optional.of("ann"), first.artist());
        assertEquals(Optional.of("ann"), first.album());
        assertEquals(Optional.of("ben/x"), dataset.clips().get(2).album());
        assertEquals(first.group(), dataset.clips().get(1).group());
        assertEquals("ben/x/two", dataset.clips().get(2).group());
    }

    @Test
    void readsTheBundledMusic() throws DatasetException {
        MusicDataset dataset = MusicDataset.load(DatasetConfig.of("folder", TestAudio.quickstartMusic()));
        assertEquals("quickstart-music", dataset.name());
        assertEquals("file", dataset.split());
        assertEquals(160, dataset.clips().size());
        assertEquals(12, dataset.labels().size());
        assertEquals(LabelSpace.Kind.MULTI, dataset.labels().kind());
        assertEquals(List.of(), dataset.findings());
        assertEquals(80, dataset.clips().stream().map(Clip::group).distinct().count());
        assertEquals(
                14,
                dataset.clips().stream()
                        .filter(clip -> clip.tags().equals(Optional.of(List.of())))
                        .count());
        assertEquals(96, dataset.clips(Split.TRAIN).size());
        assertEquals(24, dataset.clips(Split.VALID).size());
        assertEquals(40, dataset.labelledClips(Split.TEST).size());
    }

    @Test
    void countsAudioWithoutLabelsAndKeepsItUnlabelled() throws IOException {
        write("labels.csv", "\ufeffann/one-0.mp3,rock,loud,,\r\n\r\n./ben/x/two.flac\r\n");
        MusicDataset dataset = load();
        assertEquals(new LabelSpace(List.of("loud", "rock"), LabelSpace.Kind.MULTI), dataset.labels());
        assertEquals(Optional.of(List.of(0, 1)), dataset.clips().get(0).tags());
        assertEquals(Optional.empty(), dataset.clips().get(1).tags());
        assertEquals(Optional.of(List.of()), dataset.clips().get(2).tags());
        assertEquals(
                "1 audio files without labels: ann/one-12.MP3",
                dataset.findings().get(0).toString());
    }

    @Test
    void oneTagEachMakesASingleLabelDataset() throws IOException {
        write("labels.csv", "ann/one-0.mp3,rock\nann/one-12.MP3,rock\n\"ben/x/two.flac\",\"hip, hop\"\n");
        assertEquals(new LabelSpace(List.of("hip, hop", "rock"), LabelSpace.Kind.SINGLE), load().labels());
        DatasetConfig multi = DatasetConfig.of("folder", root).withLabelKind(LabelKind.MULTI);
        assertEquals(LabelSpace.Kind.MULTI, MusicDataset.load(multi).labels().kind());
    }

    @Test
    void refusesLabelsOfFilesThatAreNotThere() throws IOException {
        write("labels.csv", "ann/one-0.mp3,rock\nann/gone.mp3,rock\n");
        assertEquals(
                root
                        + ": 1 of 4 files listed in labels.csv and split.csv are not there, first ann/gone.mp3; get them, or"
                        + " use dataset.missing_audio=leave_out to go on without them, or keep if the PCM store holds"
                        + " them",
                refusal());
    }

    @Test
    void leavesOutOrKeepsMissingFilesWhereAsked() throws IOException {
        write("labels.csv", "ann/one-0.mp3,rock\nann/gone.mp3,rock\n");
        for (MissingAudio policy : List.of(MissingAudio.LEAVE_OUT, MissingAudio.KEEP)) {
            MusicDataset dataset =
                    MusicDataset.load(DatasetConfig.of("folder", root).withMissingAudio(policy));
            assertEquals(policy == MissingAudio.KEEP ? 4 : 3, dataset.clips().size());
            assertEquals(
                    policy == MissingAudio.LEAVE_OUT,
                    dataset.findings().toString().contains("1 listed files without audio: ann/gone.mp3"));
        }
    }

    @Test
    void namesFileAndLineOfMalformedRows() throws IOException {
        Path labels = write("labels.csv", "ann/one-0.mp3,rock\n\n,rock\n");
        assertEquals(labels + ":3: has no path in cell 1", refusal());
        write("labels.csv", "ann/one-0.mp3,rock\nann/one-0.mp3,pop\n");
        assertEquals(labels + ":2: ann/one-0.mp3 is on line 1 already, expected each path once", refusal());
        write("labels.csv", "ann/one-0.mp3,rock,pop,rock\n");
        assertEquals(labels + ":1: names a tag twice: rock, pop, rock", refusal());
        write("labels.csv", "ann/one-0.mp3\n");
        assertEquals(labels + ": holds no tag in 1 rows, expected path,tag,tag…", refusal());
        Files.write(labels, "ann/one-0.mp3,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(labels + ":1: is not UTF-8 here or below; save the file as UTF-8", refusal());
        Files.delete(labels);
        Path split = write("split.csv", "ann/one-0.mp3,train\nann/one-12.MP3,training\n");
        assertEquals(split + ":2: split is \"training\", expected train, valid or test", refusal());
        write("split.csv", "ann/one-0.mp3\n");
        assertEquals(split + ":1: has 1 cells, expected two: path,train or path,valid or path,test", refusal());
    }

    @Test
    void splitFileDecidesAndLeavesTheRestUnassigned() throws IOException {
        write("split.csv", "ann/one-0.mp3,train\nann/one-12.MP3,test\n");
        MusicDataset dataset = load();
        assertEquals(
                List.of(Split.TRAIN, Split.TEST, Split.UNASSIGNED),
                dataset.clips().stream().map(Clip::split).toList());
        assertEquals(
                List.of("1 clips in no split: ben/x/two.flac", "1 songs with clips in more than one split: ann/one"),
                dataset.findings().stream().map(Object::toString).toList());
    }

    @Test
    void refusesFoldersWithoutMusic() throws IOException {
        Path empty = Files.createDirectory(root.resolve("empty"));
        DatasetException refusal =
                assertThrows(DatasetException.class, () -> MusicDataset.load(DatasetConfig.of("folder", empty)));
        assertEquals(empty + ": holds no audio file; point dataset.root at a folder of music", refusal.getMessage());
        Path gone = root.resolve("gone");
        refusal = assertThrows(DatasetException.class, () -> MusicDataset.load(DatasetConfig.of("folder", gone)));
        assertEquals(gone + ": is not there, expected a folder of audio files", refusal.getMessage());
    }

    @Test
    void drawnSplitsKeepArtistsTogetherAndComeNearTheRatios() throws IOException {
        Map<String, Set<Split>> splitsOfArtist = new HashMap<>();
        for (int artist = 0; artist < 50; artist++) {
            for (int song = 0; song <= artist % 5; song++) {
                write("artist" + artist + "/album/song" + song + ".ogg", "");
            }
        }
        DatasetConfig config = DatasetConfig.of("folder", root).withSplit("ratios");
        MusicDataset dataset = MusicDataset.load(config);
        assertEquals("ratios", dataset.split());
        dataset.clips().forEach(clip -> splitsOfArtist
                .computeIfAbsent(clip.artist().orElseThrow(), key -> new java.util.HashSet<>())
                .add(clip.split()));
        assertTrue(splitsOfArtist.values().stream().allMatch(splits -> splits.size() == 1));
        Map<Split, Long> sizes =
                dataset.clips().stream().collect(Collectors.groupingBy(Clip::split, Collectors.counting()));
        int total = dataset.clips().size();
        assertEquals(0.8 * total, sizes.get(Split.TRAIN), 6);
        assertEquals(0.1 * total, sizes.get(Split.VALID), 6);
        assertEquals(0.1 * total, sizes.get(Split.TEST), 6);
        assertEquals(dataset.fingerprint(), MusicDataset.load(config).fingerprint());
    }

    @Test
    void withoutLabelsAllClipsAreForTrainingUnlessASplitIsAskedFor() throws IOException {
        assertEquals("all", load().split());
        assertEquals(3, load().clips(Split.TRAIN).size());
        DatasetConfig config = DatasetConfig.of("folder", root);
        assertEquals("ratios", MusicDataset.load(config.withSplit("ratios")).split());
        write("split.csv", "ann/one-0.mp3,test\n");
        assertEquals("file", load().split());
        assertEquals("all", MusicDataset.load(config.withSplit("all")).split());
        Files.delete(root.resolve("split.csv"));
        write("labels.csv", "ann/one-0.mp3,rock\n");
        assertEquals("ratios", load().split());
    }

    @Test
    void splitSeedAndGroupingChangeTheDraw() {
        List<String> keys = java.util.stream.IntStream.range(0, 100)
                .mapToObj(i -> "a" + i % 20 + "/b" + i + "/c.mp3")
                .toList();
        List<Double> ratios = List.of(0.8, 0.1, 0.1);
        Map<String, Split> drawn = RatioSplit.draw(keys, ratios, GroupBy.ARTIST, 1);
        assertEquals(drawn, RatioSplit.draw(keys, ratios, GroupBy.ARTIST, 1));
        assertTrue(!drawn.equals(RatioSplit.draw(keys, ratios, GroupBy.ARTIST, 2)));
        assertTrue(!drawn.equals(RatioSplit.draw(keys, ratios, GroupBy.FOLDER, 1)));
        assertEquals(
                Set.of(Split.TRAIN),
                Set.copyOf(RatioSplit.draw(keys, List.of(1.0, 0.0, 0.0), GroupBy.FILE, 1)
                        .values()));
    }

    @Test
    void labelsMeanAFileInEitherFormOfUnicode() throws IOException {
        String composed = "caf\u00e9";
        String decomposed = "cafe\u0301";
        write("ann/" + decomposed + ".mp3", "");
        write("ann/both-" + composed + ".mp3", "");
        write("ann/both-" + decomposed + ".mp3", "");
        write(
                "labels.csv",
                "ann/" + composed + ".mp3,rock\nann/both-" + composed + ".mp3,pop\nann/both-" + decomposed
                        + ".mp3,jazz\nben\\x\\two.flac,folk\n");
        Map<String, String> tags = load().clips().stream()
                .filter(Clip::labelled)
                .collect(Collectors.toMap(Clip::key, clip -> List.of("folk", "jazz", "pop", "rock")
                        .get(clip.tags().orElseThrow().get(0))));
        assertEquals(
                Map.of(
                        "ann/" + decomposed + ".mp3",
                        "rock",
                        "ann/both-" + composed + ".mp3",
                        "pop",
                        "ann/both-" + decomposed + ".mp3",
                        "jazz",
                        "ben/x/two.flac",
                        "folk"),
                tags);
    }

    @Test
    void leavesOutWhatIsExcludedWithItsLabels() throws IOException {
        write("labels.csv", "ann/one-0.mp3,rock\nben/x/gone.flac,pop\n");
        DatasetConfig config = DatasetConfig.of("folder", root).withExclude(List.of("ben", "*-12.MP3"));
        assertEquals(
                List.of("ann/one-0.mp3"),
                MusicDataset.load(config).clips().stream().map(Clip::key).toList());
        assertEquals("2 excluded", MusicDataset.load(config).passedOver());
        DatasetConfig all = config.withExclude(List.of("*"));
        assertTrue(assertThrows(DatasetException.class, () -> MusicDataset.load(all))
                .getMessage()
                .contains("holds no audio file (passed over: "));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> config.withExclude(List.of("[")))
                .getMessage()
                .startsWith("exclude: \"[\" is no pattern of files: "));
    }
}
