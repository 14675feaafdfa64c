package io.clmr.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.dataset.DatasetConfig.LabelKind;
import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each published dataset in the folders and files it is published with, a few clips of it. */
class PublishedLayoutsTest {
    @TempDir
    Path root;

    private PublishedLayouts layouts = new PublishedLayouts(Path.of(""));

    @BeforeEach
    void layouts() {
        layouts = new PublishedLayouts(root);
    }

    private DatasetConfig config(String format) {
        return DatasetConfig.of(format, root);
    }

    private static List<Split> splits(MusicDataset dataset) {
        return dataset.clips().stream().map(Clip::split).toList();
    }

    private static List<List<Integer>> tags(MusicDataset dataset) {
        return dataset.clips().stream().flatMap(clip -> clip.tags().stream()).toList();
    }

    @Test
    void wonsSplitComesFromArrays() throws IOException {
        layouts.won2020();
        MusicDataset dataset = MusicDataset.load(config("magnatagatune"));
        assertEquals("won2020", dataset.split());
        assertEquals(new LabelSpace(List.of("guitar", "slow"), LabelSpace.Kind.MULTI), dataset.labels());
        assertEquals(List.of(Split.TRAIN, Split.VALID, Split.TEST), splits(dataset));
        assertEquals(List.of(List.of(0, 1), List.of(0), List.of(1)), tags(dataset));
        assertEquals(Optional.of("ann"), dataset.clips().get(0).artist());
        assertEquals(
                "[4 figures differ from the published ones: train 1 (published 15244), valid 1 (published 1529), test 1"
                        + " (published 4332), tags 2 (published 50)]",
                dataset.findings().toString());
    }

    @Test
    void wonsArraysAreCheckedAgainstEachOther() throws IOException {
        layouts.won2020();
        layouts.write("magnatagatune/test.npy", PublishedLayouts.texts("7\t1/cid-z-03-c-0-29.mp3"));
        Path file = root.resolve("magnatagatune/test.npy");
        assertEquals(
                file + ": element 0 is of row 7, but binary.npy has 3 rows; the two files are of different releases",
                assertThrows(DatasetException.class, () -> MusicDataset.load(config("magnatagatune")))
                        .getMessage());
        layouts.write("magnatagatune/test.npy", PublishedLayouts.texts("1\t../../etc/passwd"));
        assertTrue(assertThrows(DatasetException.class, () -> MusicDataset.load(config("magnatagatune")))
                .getMessage()
                .startsWith(file + ": element 0 has a path that leaves the dataset's folder"));
    }

    @Test
    void millionSongsAreNumberedByAPickle() throws IOException {
        layouts.msd("(dp1\nS'TRA'\np2\nS'1234'\np3\nsS'TRB'\np4\nI2345\nsS'TRC'\nV3456\nsg2\ng3\ns.");
        MusicDataset dataset = MusicDataset.load(config("msd"));
        assertEquals(List.of("rock", "Hip-Hop"), dataset.labels().names());
        assertEquals("preprocessed/1/2/1234.clip.mp3", dataset.clips().get(0).key());
        assertEquals(List.of(Split.TRAIN, Split.VALID, Split.TEST), splits(dataset));
        assertEquals(List.of(List.of(0), List.of(1), List.of()), tags(dataset));
    }

    @Test
    void aPickleThatCallsIsRefused() throws IOException {
        layouts.msd("cos\nsystem\n(S'touch owned'\ntR.");
        assertEquals(
                root.resolve("million_song_dataset/processed_annotations/MSD_id_to_7D_id.pkl")
                        + ": has the pickle instruction 0x63, expected a dictionary of texts and whole numbers only;"
                        + " nothing of it was run",
                assertThrows(DatasetException.class, () -> MusicDataset.load(config("msd")))
                        .getMessage());
    }

    @Test
    void gtzanWithoutItsFaults() throws IOException {
        layouts.gtzan();
        MusicDataset dataset = MusicDataset.load(config("gtzan"));
        assertEquals(new LabelSpace(List.of("blues", "jazz"), LabelSpace.Kind.SINGLE), dataset.labels());
        assertEquals(
                List.of("blues/blues.00000.wav", "jazz/jazz.00001.au", "jazz/jazz.00054.wav"),
                dataset.clips().stream().map(Clip::key).toList());
        assertEquals(List.of(Split.TRAIN, Split.VALID, Split.TEST), splits(dataset));
        assertEquals(List.of(List.of(0), List.of(1), List.of(1)), tags(dataset));
    }

    @Test
    void librispeechTellsSpeakers() throws IOException {
        layouts.librispeech();
        MusicDataset dataset = MusicDataset.load(config("librispeech").withSubset("train-clean-100"));
        assertEquals(new LabelSpace(List.of("84", "103"), LabelSpace.Kind.SINGLE), dataset.labels());
        for (String speaker : List.of("84", "103")) {
            assertEquals(
                    8,
                    dataset.clips(Split.TRAIN).stream()
                            .filter(clip -> clip.artist().equals(Optional.of(speaker)))
                            .count());
        }
        MusicDataset published = MusicDataset.load(config("librispeech").withSplit("published"));
        assertEquals(20, published.clips(Split.TRAIN).size());
        assertEquals(1, published.clips(Split.TEST).size());
    }

    @Test
    void jamendoAsPublished() throws IOException {
        layouts.jamendo();
        MusicDataset dataset = MusicDataset.load(config("jamendo"));
        assertEquals(List.of("genre---pop", "genre---rock"), dataset.labels().names());
        assertEquals(List.of(List.of(0, 1), List.of(1), List.of(0)), tags(dataset));
        assertEquals(Optional.of("artist_000005"), dataset.clips().get(0).artist());
        assertEquals(Optional.of("album_000033"), dataset.clips().get(0).album());
        assertEquals(
                root.resolve("audio-low/42/242.low.mp3"), dataset.clips().get(1).path());
    }

    @Test
    void fmaWithThreeRowsOfHeader() throws IOException {
        layouts.fma();
        DatasetConfig keep = config("fma").withMissingAudio(MissingAudio.KEEP);
        assertEquals(1, MusicDataset.load(keep.withSubset("small")).clips().size());
        MusicDataset large = MusicDataset.load(keep.withSubset("large"));
        assertEquals(new LabelSpace(List.of("Hip-Hop", "Rock"), LabelSpace.Kind.SINGLE), large.labels());
        assertEquals(List.of(Split.TRAIN, Split.VALID, Split.TEST), splits(large));
        assertEquals(Optional.empty(), large.clips().get(2).tags());
        assertEquals(
                List.of(Optional.of("58"), Optional.of("58"), Optional.empty()),
                large.clips().stream().map(Clip::album).toList());
        assertEquals(
                root.resolve("fma_large/000/000134.mp3"), large.clips().get(2).path());
        MusicDataset all = MusicDataset.load(keep.withSubset("large").withLabelKind(LabelKind.MULTI));
        assertEquals(List.of("12", "5", "Hip-Hop"), all.labels().names());
    }
}
