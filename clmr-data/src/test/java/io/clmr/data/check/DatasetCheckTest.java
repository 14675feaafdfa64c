package io.clmr.data.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.audio.TestAudio;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.DatasetConfig.MissingAudio;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.list.AudioFolder;
import io.clmr.data.store.PcmStore;
import io.clmr.data.store.PrepareListener;
import io.clmr.data.store.PrepareOptions;
import io.clmr.data.store.StoreBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six clips of three songs, and one fault after the other added to them. */
class DatasetCheckTest {
    private static final int RATE = 22050;
    private static final int WINDOW = 59049;

    @TempDir
    Path folder;

    private Path music;

    @BeforeEach
    void cleanDataset() throws IOException {
        music = Files.createDirectory(folder.resolve("music"));
        List<Path> clips = List.copyOf(
                AudioFolder.search(TestAudio.quickstartMusic()).files().values());
        for (int i = 0; i < 6; i++) {
            Files.copy(clips.get(i), music.resolve("song" + i / 2 + "-" + i % 2 + ".mp3"));
        }
        Files.writeString(
                music.resolve("labels.csv"),
                "song0-0.mp3,piano\nsong0-1.mp3,piano\nsong1-0.mp3,piano\nsong1-1.mp3,piano,slow\n"
                        + "song2-0.mp3,slow,piano\nsong2-1.mp3,slow\n");
        Files.writeString(
                music.resolve("split.csv"),
                "song0-0.mp3,train\nsong0-1.mp3,train\nsong1-0.mp3,train\nsong1-1.mp3,train\n"
                        + "song2-0.mp3,test\nsong2-1.mp3,test\n");
    }

    private void append(String file, String line) throws IOException {
        Files.writeString(music.resolve(file), Files.readString(music.resolve(file)) + line + "\n");
    }

    private MusicDataset dataset() throws IOException {
        return MusicDataset.load(DatasetConfig.of("folder", music).withMissingAudio(MissingAudio.KEEP));
    }

    private CheckReport check(Optional<PcmStore> store) throws IOException {
        return DatasetCheck.run(dataset(), music, new CheckOptions(RATE, WINDOW, 2, store), (done, total) -> {});
    }

    private static Map<FindingKind, List<String>> texts(CheckReport report) {
        Map<FindingKind, List<String>> texts = new TreeMap<>();
        report.findings()
                .forEach(finding -> texts.put(
                        finding.kind(),
                        finding.cases().stream().map(Finding.Case::toString).toList()));
        return texts;
    }

    /** Adds a labelled WAV of four seconds to the training split. */
    private void addWav(String name, int rateHz, IntToDoubleFunction wave) throws IOException {
        float[] samples = new float[4 * rateHz];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) wave.applyAsDouble(i);
        }
        TestAudio.writeFloatWav(music.resolve(name), rateHz, 1, samples);
        list(name, "train");
    }

    private void list(String name, String split) throws IOException {
        append("labels.csv", name + ",piano");
        append("split.csv", name + "," + split);
    }

    @Test
    void aCleanDatasetIsClean() throws IOException {
        CheckReport report = check(Optional.empty());
        // The bundled music has a rate of its own; that is not what this test is about.
        assertEquals(List.of(), without(report, FindingKind.RATE_BELOW_MODEL));
        assertEquals(6, report.usable());
        assertEquals(72, report.audioSeconds(), 1);
        assertEquals(List.of(new TagCount("piano", 4, 0, 1, 0), new TagCount("slow", 1, 0, 2, 0)), report.tags());
    }

    private static List<Finding> without(CheckReport report, FindingKind kind) {
        return report.findings().stream()
                .filter(finding -> finding.kind() != kind)
                .toList();
    }

    @Test
    void namesWhatCannotBeUsed() throws IOException {
        Files.writeString(music.resolve("text.mp3"), "no music");
        Files.createFile(music.resolve("empty.mp3"));
        list("text.mp3", "train");
        list("empty.mp3", "train");
        addWav("silent.wav", RATE, i -> 0);
        addWav("nan.wav", RATE, i -> i == 12 ? Double.NaN : 0.1);
        TestAudio.writeFloatWav(music.resolve("short.wav"), RATE, 1, new float[20_000]);
        list("short.wav", "train");
        Map<FindingKind, List<String>> found = texts(check(Optional.empty()));
        assertTrue(found.get(FindingKind.UNREADABLE).get(0).startsWith("text.mp3: is not audio that ffmpeg can read"));
        assertEquals(List.of("empty.mp3: is 0 bytes long; get the file again"), found.get(FindingKind.EMPTY));
        assertEquals(List.of("silent.wav: every sample is zero"), found.get(FindingKind.SILENT));
        assertTrue(found.get(FindingKind.NAN).get(0).startsWith("nan.wav: sample 12 is NaN"));
        assertEquals(
                List.of("short.wav: 20000 samples (0.91 s), a window has 59049 (2.68 s)"),
                found.get(FindingKind.TOO_SHORT));
    }

    @Test
    void namesClippingOffsetsAndRates() throws IOException {
        addWav("clipped.wav", RATE, i -> Math.max(-1, Math.min(1, 1.5 * Math.sin(i * 0.05) + 0.1 * Math.sin(i))));
        addWav("loud.wav", RATE, i -> 0.9 * Math.sin(i * 0.03) + 0.05 * Math.sin(i * 1.3));
        addWav("offset.wav", RATE, i -> 0.3 * Math.sin(i * 0.02) - 0.025);
        addWav("low.wav", 8000, i -> 0.3 * Math.sin(i * 0.07));
        Map<FindingKind, List<String>> found = texts(check(Optional.empty()));
        assertEquals(1, found.get(FindingKind.CLIPPED).size(), found.toString());
        assertTrue(found.get(FindingKind.CLIPPED).get(0).startsWith("clipped.wav: 5"), found.toString());
        assertEquals(List.of("offset.wav: mean -0.025 of full scale"), found.get(FindingKind.DC_OFFSET));
        assertTrue(
                found.get(FindingKind.RATE_DIFFERS).contains("low.wav: 8000 Hz, most have 16000 Hz"), found.toString());
        assertTrue(
                found.get(FindingKind.RATE_BELOW_MODEL).contains("low.wav: 8000 Hz, the model hears 22050 Hz"),
                found.toString());
    }

    @Test
    void oppositeChannelsAreCalledThatAndNotSilent() throws IOException {
        float[] opposite = new float[2 * 4 * 22050];
        for (int i = 0; i < opposite.length; i++) {
            opposite[i] = (float) ((i % 2 == 0 ? 0.5 : -0.5) * Math.sin(i / 2 * 0.1));
        }
        TestAudio.writeFloatWav(music.resolve("opposite.wav"), 22050, 2, opposite);
        list("opposite.wav", "train");
        CheckReport report = check(Optional.empty());
        assertEquals(
                List.of("opposite.wav: left and right cancel in the mono mix; use dataset.mixdown: left"),
                texts(report).get(FindingKind.CHANNELS_CANCEL));
        assertTrue(!texts(report).containsKey(FindingKind.SILENT), texts(report).toString());
        assertEquals(6, report.usable());
    }

    @Test
    void aLowerRateAloneIsNoProblem() throws IOException {
        CheckReport report = check(Optional.empty()); // all of the bundled music has 16 kHz
        assertTrue(report.clean(), report.problems().toString());
        assertEquals(
                List.of(FindingKind.RATE_BELOW_MODEL),
                report.notices().stream().map(Finding::kind).toList());
    }

    @Test
    void namesDuplicatesAndLeaks() throws Exception {
        Files.copy(music.resolve("song0-0.mp3"), music.resolve("copy.mp3"));
        list("copy.mp3", "train");
        TestAudio.ffmpeg(
                "-i",
                music.resolve("song1-0.mp3").toString(),
                "-sample_fmt",
                "s16",
                music.resolve("lossless.flac").toString());
        TestAudio.ffmpeg(
                "-i",
                music.resolve("song1-0.mp3").toString(),
                music.resolve("lossless.wav").toString());
        list("lossless.flac", "train");
        list("lossless.wav", "train");
        TestAudio.ffmpeg(
                "-ss",
                "0.3",
                "-i",
                music.resolve("song2-0.mp3").toString(),
                "-b:a",
                "48k",
                "-af",
                "volume=-6dB",
                music.resolve("again.mp3").toString());
        list("again.mp3", "train");
        Files.copy(music.resolve("song1-1.mp3"), music.resolve("song2-9.mp3"));
        list("song2-9.mp3", "train");
        Map<FindingKind, List<String>> found = texts(check(Optional.empty()));
        assertEquals(
                List.of(
                        "copy.mp3 = song0-0.mp3: same file",
                        "lossless.flac = lossless.wav: same samples",
                        "song1-1.mp3 = song2-9.mp3: same file"),
                found.get(FindingKind.EXACT_DUPLICATES).stream().sorted().toList());
        List<String> near = found.get(FindingKind.NEAR_DUPLICATES);
        assertEquals(2, near.size(), near.toString());
        assertTrue(near.get(0).startsWith("again.mp3 = song2-0.mp3: begins 0.3"), near.toString());
        assertTrue(near.get(1).startsWith("lossless.flac = song1-0.mp3: from the same moment on"), near.toString());
        assertEquals(
                List.of("again.mp3 = song2-0.mp3: train, test"), found.get(FindingKind.DUPLICATE_IN_SEVERAL_SPLITS));
        assertEquals(
                List.of("song2-0.mp3 = song2-1.mp3 = song2-9.mp3: test, test, train"),
                found.get(FindingKind.SONG_IN_SEVERAL_SPLITS));
    }

    @Test
    void namesWhatLabelsAndAudioLackOfEachOther() throws IOException {
        Files.move(music.resolve("song2-1.mp3"), music.resolve("unknown.mp3"));
        append("labels.csv", "gone.mp3,rare");
        CheckReport report = check(Optional.empty());
        Map<FindingKind, List<String>> found = texts(report);
        assertEquals(List.of("gone.mp3", "song2-1.mp3"), found.get(FindingKind.LABELS_WITHOUT_AUDIO));
        assertEquals(List.of("unknown.mp3"), found.get(FindingKind.AUDIO_WITHOUT_LABELS));
        assertEquals(List.of("rare: none in train, test"), found.get(FindingKind.TAG_WITHOUT_POSITIVES));
    }

    @Test
    void aFreshStoreGivesTheSameReport() throws IOException {
        addWav("offset.wav", RATE, i -> 0.3 * Math.sin(i * 0.02) - 0.025);
        Files.writeString(music.resolve("text.mp3"), "no music");
        Files.copy(music.resolve("song0-0.mp3"), music.resolve("copy.mp3"));
        CheckReport decoded = check(Optional.empty());
        try (PcmStore store = StoreBuilder.prepare(
                folder.resolve("store"),
                dataset().clips(),
                new PrepareOptions(RATE, WINDOW, 2),
                PrepareListener.none())) {
            assertEquals(decoded, check(Optional.of(store)));
            // Changed since: the store must not be believed.
            Files.copy(music.resolve("song1-0.mp3"), music.resolve("song0-1.mp3"), StandardCopyOption.REPLACE_EXISTING);
            assertEquals(
                    List.of("copy.mp3 = song0-0.mp3: same file", "song0-1.mp3 = song1-0.mp3: same file"),
                    texts(check(Optional.of(store))).get(FindingKind.EXACT_DUPLICATES));
        }
    }

    @Test
    void endsWhereTheListenerFails() {
        assertThrows(
                IllegalStateException.class,
                () -> DatasetCheck.run(
                        dataset(), music, new CheckOptions(RATE, WINDOW, 2, Optional.empty()), (done, total) -> {
                            throw new IllegalStateException("enough");
                        }));
    }
}
