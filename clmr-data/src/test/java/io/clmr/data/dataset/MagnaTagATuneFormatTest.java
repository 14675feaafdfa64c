package io.clmr.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MagnaTagATuneFormatTest {
    private static final List<String> PATHS = List.of(
            "0/bach-cantatas-01-aria-0-29.mp3",
            "0/bach-cantatas-01-aria-30-59.mp3",
            "f/jag-jag-02-so_be_it-0-29.mp3",
            "f/jag-jag-03-unheard-0-29.mp3");

    @TempDir
    Path root;

    private Path base;

    @BeforeEach
    void fourClips() throws IOException {
        base = Files.createDirectory(root.resolve("magnatagatune"));
        for (String path : PATHS) {
            Files.createDirectories(base.resolve(path).getParent());
            Files.createFile(base.resolve(path));
        }
        write(
                "index_mtt.tsv",
                "2\t" + PATHS.get(0) + "\n6\t" + PATHS.get(1) + "\n10\t" + PATHS.get(2) + "\n11\t" + PATHS.get(3)
                        + "\n");
        write("train_gt_mtt.tsv", "2\t[1, 0, 0]\n");
        write("val_gt_mtt.tsv", "6\t[1,0,1]\n");
        write("test_gt_mtt.tsv", "10\t[0, 1.0, 0.]\n");
        write("tags.txt", "choir\nrock\nslow\n");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(base.resolve(name), text);
    }

    private MusicDataset load() throws DatasetException {
        return MusicDataset.load(DatasetConfig.of("magnatagatune", root));
    }

    private String refusal() {
        return assertThrows(DatasetException.class, this::load).getMessage();
    }

    @Test
    void readsIndexSplitsAndLabels() throws DatasetException {
        MusicDataset dataset = load();
        assertEquals("magnatagatune", dataset.name());
        assertEquals("pons2017", dataset.split());
        assertEquals(new LabelSpace(List.of("choir", "rock", "slow"), LabelSpace.Kind.MULTI), dataset.labels());
        assertEquals(PATHS, dataset.clips().stream().map(Clip::key).toList());
        assertEquals(
                List.of(Split.TRAIN, Split.VALID, Split.TEST, Split.UNASSIGNED),
                dataset.clips().stream().map(Clip::split).toList());
        assertEquals(
                List.of(Optional.of(List.of(0)), Optional.of(List.of(0, 2)), Optional.of(List.of(1)), Optional.empty()),
                dataset.clips().stream().map(Clip::tags).toList());
        assertEquals("0/bach-cantatas-01-aria", dataset.clips().get(0).group());
        assertEquals(Optional.of("jag"), dataset.clips().get(2).artist());
        assertEquals(Optional.of("bach-cantatas"), dataset.clips().get(0).album());
        assertEquals(
                List.of(
                        "1 clips in no split: f/jag-jag-03-unheard-0-29.mp3",
                        "6 figures differ from the published ones: train 1 (published 18706), valid 1 (published"
                                + " 1825), test 1 (published 5329), tags 3 (published 50), clips 4 (published 25863),"
                                + " songs 3 (published 5405)",
                        "1 songs with clips in more than one split: 0/bach-cantatas-01-aria"),
                dataset.findings().stream().map(Object::toString).toList());
    }

    @Test
    void acceptsTheFolderItselfAsRoot() throws DatasetException {
        assertEquals(
                load().fingerprint(),
                MusicDataset.load(DatasetConfig.of("magnatagatune", base)).fingerprint());
    }

    @Test
    void takesTagNamesFromTheAnnotationsThatEqualTheLabels() throws IOException {
        Files.delete(base.resolve("tags.txt"));
        write(
                "annotations_final.csv",
                "\"clip_id\"\t\"rock\"\t\"never\"\t\"choir\"\t\"slow\"\t\"mp3_path\"\n"
                        + "\"2\"\t\"0\"\t\"0\"\t\"1\"\t\"0\"\t\"0/ann-cantatas-01-aria-0-29.mp3\"\n"
                        + "\"6\"\t\"0\"\t\"0\"\t\"1\"\t\"1\"\t\"0/ann-cantatas-01-aria-30-59.mp3\"\n"
                        + "\"10\"\t\"1\"\t\"0\"\t\"0\"\t\"0\"\t\"" + PATHS.get(2) + "\"\n");
        MusicDataset dataset = load();
        assertEquals(List.of("choir", "rock", "slow"), dataset.labels().names());
        assertEquals(Optional.of("ann"), dataset.clips().get(0).artist());
    }

    @Test
    void readsTheAlbumFromThePublishedNames() {
        assertEquals(
                Optional.of("american_bach_soloists-j_s__bach__cantatas_volume_v"),
                MagnaTagATuneFormat.album(
                        "f/american_bach_soloists-j_s__bach__cantatas_volume_v-01-gleichwie_der_regen_bwv_18"));
        assertEquals(Optional.of("jag-four-strings"), MagnaTagATuneFormat.album("0/jag-four-strings-12-song-2-go"));
        assertEquals(Optional.empty(), MagnaTagATuneFormat.album("b/amber_society-parade_hollow_200"));
    }

    @Test
    void asksForNamesThatAreKnownFromNowhere() throws IOException {
        Files.delete(base.resolve("tags.txt"));
        assertEquals(
                base.resolve("tags.txt")
                        + ": is not there, and the names of 3 tags are not known otherwise; write one name a line, in the order of the label vectors",
                refusal());
    }

    @Test
    void knowsThePublishedOrderOfFiftyTags() throws IOException {
        Files.delete(base.resolve("tags.txt"));
        String zeros = String.join(", ", Collections.nCopies(49, "0"));
        write("train_gt_mtt.tsv", "2\t[1, " + zeros + "]\n");
        write("val_gt_mtt.tsv", "6\t[" + zeros + ", 1]\n");
        write("test_gt_mtt.tsv", "10\t[" + zeros + ", 0]\n");
        LabelSpace labels = load().labels();
        assertEquals(50, labels.size());
        assertEquals("guitar", labels.names().get(0));
        assertEquals("choral", labels.names().get(49));
    }

    @Test
    void evaluatesNothing() throws IOException {
        Path train = write("train_gt_mtt.tsv", "2\t__import__('os').system('touch /tmp/x')\n");
        assertEquals(
                train
                        + ":1: the list of labels is \"__import__('os').system('touch /tmp/x')\", expected a list in brackets such as"
                        + " [0, 1, 0]",
                refusal());
        write("train_gt_mtt.tsv", "2\t[1, exit(), 0]\n");
        assertEquals(
                train
                        + ":1: the list of labels has \"exit(), 0]\", expected numbers or quoted texts with commas"
                        + " between them",
                refusal());
    }

    @Test
    void namesFileAndLineOfWhatDoesNotFit() throws IOException {
        Path test = write("test_gt_mtt.tsv", "10\t[0, 1, 0]\n11\t[0, 1]\n");
        assertEquals(test + ":2: has 2 labels, expected 3 as in the first row", refusal());
        write("test_gt_mtt.tsv", "10\t[0, 1, 0]\n2\t[0, 1, 0]\n");
        assertEquals(test + ":2: clip 2 is in TRAIN already, expected each clip in one split", refusal());
        write("test_gt_mtt.tsv", "99\t[0, 1, 0]\n");
        assertEquals(test + ":1: clip 99 is not in index_mtt.tsv; the two files are of different releases", refusal());
        write("test_gt_mtt.tsv", "10 [0, 1, 0]\n");
        assertEquals(test + ":1: has 1 cells, expected clip id, tab, list of 0 and 1", refusal());
        write("test_gt_mtt.tsv", "10\t[0, 1, 0]\n");
        Path tags = write("tags.txt", "choir\nrock\n");
        assertEquals(tags + ": has 2 tags, expected 3: as many as the label vectors are long", refusal());
    }

    @Test
    void refusesMissingFiles() throws IOException {
        Files.delete(base.resolve(PATHS.get(1)));
        assertEquals(
                base + ": 1 of 4 files listed in index_mtt.tsv are not there, first " + PATHS.get(1)
                        + "; get them, or use dataset.missing_audio=leave_out to go on without them, or keep if the"
                        + " PCM store holds them",
                refusal());
        Files.delete(base.resolve("test_gt_mtt.tsv"));
        assertEquals(base.resolve("test_gt_mtt.tsv") + ": is not there, but the dataset needs it", refusal());
        Files.delete(base.resolve("index_mtt.tsv"));
        assertEquals(
                root + ": holds neither index_mtt.tsv nor magnatagatune/index_mtt.tsv; expected that file,"
                        + " train_gt_mtt.tsv, val_gt_mtt.tsv, test_gt_mtt.tsv and the folders of mp3 files",
                refusal());
    }
}
