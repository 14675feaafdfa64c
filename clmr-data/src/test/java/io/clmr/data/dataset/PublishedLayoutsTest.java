package io.clmr.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.dataset.DatasetConfig.LabelKind;
import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each published dataset in the folders and files it is published with, a few clips of it. */
class PublishedLayoutsTest {
    @TempDir
    Path root;

    private void write(String path, String text) throws IOException {
        write(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String path, byte[] bytes) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.write(root.resolve(path), bytes);
    }

    private static byte[] npy(String descr, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        ByteBuffer file =
                ByteBuffer.allocate(10 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        return file.put(header.getBytes(StandardCharsets.US_ASCII)).put(data).array();
    }

    private static byte[] texts(String... texts) {
        ByteBuffer data = ByteBuffer.allocate(4 * 60 * texts.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < texts.length; i++) {
            data.position(4 * 60 * i);
            texts[i].codePoints().forEach(data::putInt);
        }
        return npy("<U60", texts.length + ",", data.array());
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

    private void won2020() throws IOException {
        write("magnatagatune/binary.npy", npy("|u1", "3, 2", new byte[] {1, 0, 0, 1, 1, 1}));
        write("magnatagatune/tags.npy", texts("guitar", "slow"));
        write("magnatagatune/train.npy", texts("2\tf/ann-x-01-a-0-29.mp3"));
        write("magnatagatune/valid.npy", texts("0\t0/ben-y-02-b-0-29.mp3"));
        write("magnatagatune/test.npy", texts("1\t1/cid-z-03-c-0-29.mp3"));
        write("magnatagatune/f/ann-x-01-a-0-29.mp3", "");
        write("magnatagatune/0/ben-y-02-b-0-29.mp3", "");
        write("magnatagatune/1/cid-z-03-c-0-29.mp3", "");
    }

    @Test
    void wonsSplitComesFromArrays() throws IOException {
        won2020();
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
        won2020();
        write("magnatagatune/test.npy", texts("7\t1/cid-z-03-c-0-29.mp3"));
        Path file = root.resolve("magnatagatune/test.npy");
        assertEquals(
                file + ": element 0 is of row 7, but binary.npy has 3 rows; the two files are of different releases",
                assertThrows(DatasetException.class, () -> MusicDataset.load(config("magnatagatune")))
                        .getMessage());
        write("magnatagatune/test.npy", texts("1\t../../etc/passwd"));
        assertTrue(assertThrows(DatasetException.class, () -> MusicDataset.load(config("magnatagatune")))
                .getMessage()
                .startsWith(file + ": element 0 has a path that leaves the dataset's folder"));
    }

    private void msd(String pickle) throws IOException {
        String lists = "million_song_dataset/processed_annotations/";
        write(lists + "train_gt_msd.tsv", "TRA\t[1, 0]\n");
        write(lists + "val_gt_msd.tsv", "TRB\t[0, 1]\r\n");
        write(lists + "test_gt_msd.tsv", "TRC\t[0.0, 0.0]\n");
        write(lists + "output_labels_msd.txt", "# Output labels\nMSD_LABELS = ['rock','Hip-Hop']\n");
        write(lists + "MSD_id_to_7D_id.pkl", pickle);
        for (String number : List.of("1234", "2345", "3456")) {
            write(
                    "million_song_dataset/preprocessed/" + number.charAt(0) + "/" + number.charAt(1) + "/" + number
                            + ".clip.mp3",
                    "");
        }
    }

    @Test
    void millionSongsAreNumberedByAPickle() throws IOException {
        msd("(dp1\nS'TRA'\np2\nS'1234'\np3\nsS'TRB'\np4\nI2345\nsS'TRC'\nV3456\nsg2\ng3\ns.");
        MusicDataset dataset = MusicDataset.load(config("msd"));
        assertEquals(List.of("rock", "Hip-Hop"), dataset.labels().names());
        assertEquals("preprocessed/1/2/1234.clip.mp3", dataset.clips().get(0).key());
        assertEquals(List.of(Split.TRAIN, Split.VALID, Split.TEST), splits(dataset));
        assertEquals(List.of(List.of(0), List.of(1), List.of()), tags(dataset));
    }

    @Test
    void aPickleThatCallsIsRefused() throws IOException {
        msd("cos\nsystem\n(S'touch owned'\ntR.");
        assertEquals(
                root.resolve("million_song_dataset/processed_annotations/MSD_id_to_7D_id.pkl")
                        + ": has the pickle instruction 0x63, expected a dictionary of texts and whole numbers only;"
                        + " nothing of it was run",
                assertThrows(DatasetException.class, () -> MusicDataset.load(config("msd")))
                        .getMessage());
    }

    @Test
    void gtzanWithoutItsFaults() throws IOException {
        for (String file : List.of("blues/blues.00000.wav", "jazz/jazz.00054.wav", "jazz/jazz.00001.au")) {
            write("genres_original/" + file, "");
        }
        write("train_filtered.txt", "\ufeffblues/blues.00000.wav\r\n");
        write("valid_filtered.txt", "jazz/jazz.00001.wav\n");
        write("test_filtered.txt", "jazz/jazz.00054.wav\n");
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
        for (String speaker : List.of("84", "103")) {
            for (int i = 0; i < 10; i++) {
                write("LibriSpeech/train-clean-100/" + speaker + "/7/" + speaker + "-7-000" + i + ".flac", "");
            }
        }
        write("LibriSpeech/test-clean/900/1/900-1-0000.flac", "");
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
        String header = "TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS\r\n";
        String lists = "data/splits/split-0/autotagging_top50tags-";
        write(
                lists + "train.tsv",
                header
                        + "track_0000241\tartist_000005\talbum_000033\t41/241.mp3\t340.1\tgenre---rock\tgenre---pop\r\n");
        write(lists + "validation.tsv", header + "track_2\tartist_6\talbum_3\t42/242.mp3\t1.0\tgenre---rock\r\n");
        write(lists + "test.tsv", header + "track_3\tartist_7\talbum_3\t43/243.mp3\t1.0\tgenre---pop\r\n");
        write("raw_30s/audio/41/241.mp3", "");
        write("audio-low/42/242.low.mp3", "");
        write("43/243.mp3", "");
        MusicDataset dataset = MusicDataset.load(config("jamendo"));
        assertEquals(List.of("genre---pop", "genre---rock"), dataset.labels().names());
        assertEquals(List.of(List.of(0, 1), List.of(1), List.of(0)), tags(dataset));
        assertEquals(Optional.of("artist_000005"), dataset.clips().get(0).artist());
        assertEquals(
                root.resolve("audio-low/42/242.low.mp3"), dataset.clips().get(1).path());
    }

    @Test
    void fmaWithThreeRowsOfHeader() throws IOException {
        write(
                "fma_metadata/tracks.csv",
                ",artist,artist,set,set,track,track\n,bio,name,split,subset,genre_top,genres_all\ntrack_id,,,,,,\n"
                        + "2,\"two\nlines\",AWOL,training,small,Hip-Hop,[21]\n3,,AWOL,validation,medium,Rock,\"[12, 5]\"\n"
                        + "134,,Ben,test,large,,[]\n");
        write("fma_metadata/genres.csv", "genre_id,#tracks,parent,title,top_level\n21,1,0,Hip-Hop,21\n");
        DatasetConfig keep = config("fma").withMissingAudio(MissingAudio.KEEP);
        assertEquals(1, MusicDataset.load(keep.withSubset("small")).clips().size());
        MusicDataset large = MusicDataset.load(keep.withSubset("large"));
        assertEquals(new LabelSpace(List.of("Hip-Hop", "Rock"), LabelSpace.Kind.SINGLE), large.labels());
        assertEquals(List.of(Split.TRAIN, Split.VALID, Split.TEST), splits(large));
        assertEquals(Optional.empty(), large.clips().get(2).tags());
        assertEquals(
                root.resolve("fma_large/000/000134.mp3"), large.clips().get(2).path());
        MusicDataset all = MusicDataset.load(keep.withSubset("large").withLabelKind(LabelKind.MULTI));
        assertEquals(List.of("12", "5", "Hip-Hop"), all.labels().names());
    }

    /** Flips, cuts and inserts bytes in every list, array and pickle; more cases with -Dclmr.fuzz.lists=5000. */
    @Test
    void mutatedListsLoadOrAreRefusedByName() throws IOException {
        won2020();
        msd("(dp1\nS'TRA'\np2\nS'1234'\np3\nsS'TRB'\np4\nI2345\nsS'TRC'\nV3456\ns.");
        gtzanWithoutItsFaults();
        jamendoAsPublished();
        fmaWithThreeRowsOfHeader();
        write("index_mtt.tsv", "1\tf/x.mp3\n2\t0/y.mp3\n3\t0/z.mp3\n");
        write("train_gt_mtt.tsv", "1\t[1, 0]\n");
        write("val_gt_mtt.tsv", "2\t[1, 0]\n");
        write("test_gt_mtt.tsv", "3\t[0, 1]\n");
        write("tags.txt", "guitar\nslow\n");
        write("labels.csv", "f/x.mp3,rock\n\"0/y, z.mp3\",pop,rock\n");
        write("split.csv", "f/x.mp3,train\n");
        List<DatasetConfig> configs = Stream.of("folder", "magnatagatune", "msd", "gtzan", "jamendo", "fma")
                .map(format -> config(format).withMissingAudio(MissingAudio.KEEP))
                .map(config -> config.format().equals("fma") ? config.withSubset("large") : config)
                .toList();
        DatasetConfig won = configs.get(1).withSplit("won2020");
        List<Path> lists;
        try (Stream<Path> files = Files.walk(root)) {
            lists = files.filter(Files::isRegularFile)
                    .filter(file -> !AudioFiles.isAudio(file))
                    .sorted()
                    .toList();
        }
        SplittableRandom random = new SplittableRandom(14);
        int refused = 0;
        int cases = Integer.getInteger("clmr.fuzz.lists", 300);
        for (int n = 0; n < cases; n++) {
            Path file = lists.get(n % lists.size());
            byte[] whole = Files.readAllBytes(file);
            byte[] mutated =
                    random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 40)) : whole.clone();
            for (int flips = random.nextInt(1, 6); flips > 0 && mutated.length > 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, mutated);
            for (DatasetConfig config :
                    Stream.concat(configs.stream(), Stream.of(won)).toList()) {
                try {
                    for (Clip clip : MusicDataset.load(config).clips()) {
                        assertTrue(clip.path().normalize().startsWith(root), clip::toString);
                    }
                } catch (DatasetException e) {
                    refused++;
                    assertTrue(e.getMessage().startsWith(root.toString()), e.getMessage());
                }
            }
            Files.write(file, whole);
        }
        assertTrue(refused > cases / 10, refused + " refused");
    }
}
