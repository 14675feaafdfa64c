package io.clmr.data.dataset;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import io.clmr.data.list.AudioEndings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flips, cuts and adds bytes in every list, label file, array and pickle of every format: what comes of it loads or is
 * refused by name, in no time and without leaving the dataset's folder. {@code -Dclmr.fuzz.lists=5000} for more.
 */
class MutatedListsTest {
    /** A load takes milliseconds; on the busiest machine it is no hang before this. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String LIST = "music.txt";

    @TempDir
    Path root;

    private final List<DatasetConfig> datasets = new ArrayList<>();

    @BeforeEach
    void allFormatsInOneFolder() throws IOException {
        PublishedLayouts layouts = new PublishedLayouts(root);
        layouts.won2020();
        layouts.msd(PublishedLayouts.PICKLE);
        layouts.gtzan();
        layouts.librispeech();
        layouts.jamendo();
        layouts.fma();
        layouts.write("index_mtt.tsv", "1\tf/x.mp3\n2\t0/y.mp3\n3\t0/z.mp3\n");
        layouts.write("train_gt_mtt.tsv", "1\t[1, 0]\n");
        layouts.write("val_gt_mtt.tsv", "2\t[1, 0]\n");
        layouts.write("test_gt_mtt.tsv", "3\t[0, 1]\n");
        layouts.write("tags.txt", "guitar\nslow\n");
        layouts.write(
                "annotations_final.csv",
                "\"clip_id\"\t\"guitar\"\t\"slow\"\t\"mp3_path\"\n\"1\"\t\"1\"\t\"0\"\t\"f/x.mp3\"\n");
        layouts.write("output_labels_mtt.txt", "# labels\nMTT_LABELS = ['guitar', 'slow']\n");
        layouts.write("labels.csv", "f/x.mp3,rock\n\"0/y, z.mp3\",pop,rock\n");
        layouts.write("split.csv", "f/x.mp3,train\n\"0/y, z.mp3\",test\n");
        layouts.write(LIST, "# mine\nf/x.mp3\n0/y, z.mp3\n");
        for (String format : List.of("folder", "magnatagatune", "msd", "gtzan", "librispeech", "jamendo", "fma")) {
            DatasetConfig config = DatasetConfig.of(format, root).withMissingAudio(MissingAudio.KEEP);
            datasets.add(format.equals("fma") ? config.withSubset("large") : config);
        }
        datasets.add(DatasetConfig.of("magnatagatune", root)
                .withMissingAudio(MissingAudio.KEEP)
                .withSplit("won2020"));
        datasets.add(DatasetConfig.of("list", root.resolve(LIST)).withMissingAudio(MissingAudio.KEEP));
        datasets.add(datasets.get(datasets.size() - 3).withLabelKind(DatasetConfig.LabelKind.MULTI));
    }

    private List<Path> lists() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !AudioEndings.isAudio(file))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] mutated(byte[] whole, SplittableRandom random) {
        byte[] mutated =
                random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length + 40)) : whole.clone();
        for (int flips = random.nextInt(1, 6); flips > 0 && mutated.length > 0; flips--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        return mutated;
    }

    /** Returns whether the dataset was refused. */
    private boolean refused(DatasetConfig config) {
        try {
            for (Clip clip : MusicDataset.load(config).clips()) {
                // A list file may name audio anywhere, all others only below their root.
                assertTrue(
                        config.format().equals("list")
                                || clip.path().normalize().startsWith(root),
                        clip::toString);
            }
            return false;
        } catch (DatasetException e) {
            assertTrue(e.getMessage().startsWith(root.toString()), e.getMessage());
            return true;
        }
    }

    @Test
    void theyLoadOrAreRefusedByName() throws IOException {
        for (DatasetConfig config : datasets) {
            assertTrue(!refused(config), () -> config.format() + " is refused before anything is mutated");
        }
        SplittableRandom random = new SplittableRandom(14);
        List<Path> lists = lists();
        int refused = 0;
        int cases = Integer.getInteger("clmr.fuzz.lists", 300);
        for (int n = 0; n < cases; n++) {
            Path file = lists.get(n % lists.size());
            byte[] whole = Files.readAllBytes(file);
            byte[] mutated = mutated(whole, random);
            Files.write(file, mutated);
            int now = assertTimeoutPreemptively(
                    LIMIT,
                    () -> (int) datasets.stream().filter(this::refused).count(),
                    () -> file.getFileName() + " as " + Arrays.toString(mutated));
            refused += now > 0 ? 1 : 0;
            Files.write(file, whole);
        }
        System.getLogger(MutatedListsTest.class.getName())
                .log(System.Logger.Level.INFO, "{0} mutated files, {1} refused", cases, refused);
        assertTrue(refused > cases / 5, refused + " of " + cases + " refused");
    }
}
