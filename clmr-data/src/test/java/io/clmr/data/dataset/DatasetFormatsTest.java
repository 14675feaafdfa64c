package io.clmr.data.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetFormatsTest {
    /** A format plugged in from outside, through src/test/resources/META-INF/services. */
    public static final class OneClip implements DatasetFormat {
        @Override
        public String name() {
            return "one_clip";
        }

        @Override
        public MusicDataset load(DatasetConfig config) {
            Clip clip = new Clip("a", config.root(), Split.TRAIN, Optional.empty(), "a", Optional.empty());
            return new MusicDataset("one", "none", List.of(clip), LabelSpace.none(), List.of());
        }
    }

    @Test
    void findsFormatsOfOtherJars() throws DatasetException {
        MusicDataset dataset = MusicDataset.load(DatasetConfig.of("one_clip", Path.of("x.mp3")));
        assertEquals(Path.of("x.mp3"), dataset.clips().get(0).path());
    }

    @Test
    void namesAllFormatsWhenOneIsUnknown() {
        assertEquals(
                "dataset.format is \"mtat\", expected one of fma, folder, gtzan, jamendo, librispeech, list,"
                        + " magnatagatune, msd, one_clip",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> MusicDataset.load(DatasetConfig.of("mtat", Path.of("x"))))
                        .getMessage());
    }

    @Test
    void refusesRatiosThatAreNotThreeSharesOfOne() {
        DatasetConfig d = DatasetConfig.defaults();
        for (List<Double> ratios : List.of(List.of(0.8, 0.2), List.of(0.8, 0.1, 0.2), List.of(1.2, -0.1, -0.1))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new DatasetConfig(
                            d.format(),
                            d.root(),
                            d.split(),
                            d.subset(),
                            ratios,
                            d.groupBy(),
                            d.splitSeed(),
                            d.labelsFile(),
                            d.splitFile(),
                            d.labelKind(),
                            d.missingAudio(),
                            d.exclude(),
                            d.audioTrack(),
                            d.mixdown()),
                    ratios.toString());
        }
    }

    @Test
    void refusesClipsAndDatasetsThatContradictThemselves() {
        assertThrows(IllegalArgumentException.class, () -> clip(List.of(2, 1)));
        assertThrows(IllegalArgumentException.class, () -> clip(List.of(1, 1)));
        Clip clip = clip(List.of(0, 2));
        LabelSpace two = new LabelSpace(List.of("x", "y"), LabelSpace.Kind.MULTI);
        assertEquals(
                "a: tag 2, expected an index below 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new MusicDataset("d", "file", List.of(clip), two, List.of()))
                        .getMessage());
        Clip plain = clip(List.of());
        assertEquals(
                "clip a is there twice, expected each key once",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new MusicDataset("d", "file", List.of(plain, plain), two, List.of()))
                        .getMessage());
    }

    private static Clip clip(List<Integer> tags) {
        return new Clip("a", Path.of("a"), Split.TRAIN, Optional.of(tags), "a", Optional.empty());
    }
}
