package io.clmr.data.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.base.files.HeldLock;
import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.audio.AudioSelection;
import io.clmr.data.audio.Mixdown;
import io.clmr.data.audio.TestAudio;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.MusicDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreBuilderTest {
    private static final int RATE = 22050;
    private static final PrepareOptions OPTIONS = new PrepareOptions(RATE, 59049, 2);

    @TempDir
    Path folder;

    private Path music;
    private Path store;

    @BeforeEach
    void sixClips() throws IOException {
        music = Files.createDirectory(folder.resolve("music"));
        store = folder.resolve("store");
        List<Path> clips;
        try (Stream<Path> files = Files.walk(TestAudio.quickstartMusic())) {
            clips = files.filter(file -> file.toString().endsWith(".mp3"))
                    .sorted()
                    .limit(6)
                    .toList();
        }
        for (int i = 0; i < clips.size(); i++) {
            Files.copy(clips.get(i), music.resolve("clip" + i + ".mp3"));
        }
    }

    private List<Clip> clips() throws IOException {
        return MusicDataset.load(DatasetConfig.of("folder", music)).clips();
    }

    private PcmStore prepare() throws IOException {
        return StoreBuilder.prepare(store, clips(), OPTIONS, PrepareListener.none());
    }

    /** Returns how many clips a preparation decodes. */
    private int decodedBy(PrepareOptions options) throws IOException {
        List<PrepareProgress> seen = new ArrayList<>();
        StoreBuilder.prepare(store, clips(), options, seen::add).close();
        return seen.size();
    }

    private static Map<String, byte[]> bytes(Path folder) throws IOException {
        Map<String, byte[]> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                bytes.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return bytes;
    }

    static void assertSameFiles(Path expected, Path actual) throws IOException {
        Map<String, byte[]> wanted = bytes(expected);
        Map<String, byte[]> found = bytes(actual);
        assertEquals(wanted.keySet(), found.keySet());
        wanted.forEach((name, content) -> assertArrayEquals(content, found.get(name), name));
    }

    @Test
    void holdsWhatTheDecoderGives() throws IOException {
        try (PcmStore prepared = prepare()) {
            assertEquals(6, prepared.tracks());
            assertEquals(RATE, prepared.sampleRateHz());
            for (int i = 0; i < 6; i++) {
                Path file = music.resolve("clip" + i + ".mp3");
                short[] expected = AudioDecoder.decodePcm16(file, RATE);
                StoredTrack track = prepared.track(i);
                assertEquals("clip" + i + ".mp3", track.key());
                assertEquals(expected.length, track.samples());
                assertEquals(i, prepared.find(track.key()).orElseThrow());
                float[] window = new float[5000];
                prepared.read(i, 100_000, window);
                for (int k = 0; k < window.length; k++) {
                    assertEquals(expected[100_000 + k] / 32768f, window[k]);
                }
            }
        }
    }

    @Test
    void leavesOutWhatIsUnusableAndSaysWhy() throws IOException {
        Files.writeString(music.resolve("a.mp3"), "no music");
        Files.createFile(music.resolve("b.mp3"));
        TestAudio.writeFloatWav(music.resolve("c.wav"), RATE, 1, new float[50_000]);
        TestAudio.writeFloatWav(music.resolve("d.wav"), RATE, 1, new float[70_000]);
        float[] broken = new float[70_000];
        broken[12] = Float.NaN;
        TestAudio.writeFloatWav(music.resolve("e, \"quoted\".wav"), RATE, 1, broken);
        try (PcmStore prepared = prepare()) {
            assertEquals(6, prepared.tracks());
            assertEquals("clip0.mp3", prepared.track(0).key());
            assertEquals(
                    List.of(Verdict.UNREADABLE, Verdict.EMPTY, Verdict.TOO_SHORT, Verdict.SILENT, Verdict.NAN),
                    prepared.refused().stream().map(StoredTrack::verdict).toList());
            assertTrue(prepared.find("a.mp3").isEmpty());
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> prepared.samples("a.mp3"));
            assertEquals(
                    "a.mp3 is not among the usable tracks; ask find(key) first, and refused() for the reasons",
                    refusal.getMessage());
        }
        List<String> errors = Files.readAllLines(store.resolve("errors.csv"));
        assertEquals("key,verdict,reason,path", errors.get(0));
        assertEquals(
                "c.wav,too_short,\"50000 samples (2.27 s), a window has 59049 (2.68 s)\"," + music.resolve("c.wav"),
                errors.get(3));
        assertTrue(
                errors.get(5)
                        .startsWith("\"e, \"\"quoted\"\".wav\",nan,\"sample 12 is NaN or infinite, expected finite"
                                + " numbers; render the file again\""),
                errors.get(5));
        assertEquals(6, errors.size());
    }

    @Test
    void readErrorIsTriedAgainAndOtherVerdictsWhenAskedFor() throws IOException {
        Files.writeString(music.resolve("a.mp3"), "no music");
        Files.createFile(music.resolve("b.mp3"));
        prepare().close();
        assertEquals(0, decodedBy(OPTIONS));
        Path index = store.resolve("index.jsonl");
        Files.writeString(index, Files.readString(index).replace("UNREADABLE", "READ_ERROR"));
        assertEquals(1, decodedBy(OPTIONS), "the disk may be well again");
        assertEquals(2, decodedBy(new PrepareOptions(RATE, 59049, 2, AudioSelection.defaults(), true)));
        try (PcmStore prepared = prepare()) {
            assertEquals(
                    List.of(Verdict.UNREADABLE, Verdict.EMPTY),
                    prepared.refused().stream().map(StoredTrack::verdict).toList());
        }
    }

    @Test
    void flippedBitIsFoundBeforeTheTrackIsFirstUsed() throws IOException {
        prepare().close();
        Path shard = store.resolve("pcm-00000.bin");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length - 1] ^= 1; // of the last track
        Files.write(shard, bytes);
        try (PcmStore damaged = PcmStore.open(store)) {
            damaged.read(0, 0, new float[10]);
            IOException refusal = assertThrows(
                            UncheckedIOException.class, () -> damaged.read("clip5.mp3", 0, new float[10]))
                    .getCause();
            assertEquals(
                    store + ": the samples of clip5.mp3 are not those that were written (checksum);"
                            + " delete the folder and run clmr prepare",
                    refusal.getMessage());
        }
    }

    @Test
    void damagedIndexIsRefusedWithWhatToDo() throws IOException {
        prepare().close();
        Path index = store.resolve("index.jsonl");
        String whole = Files.readString(index);
        List<String> lines = whole.lines().toList();
        Map<String, String> damages = new TreeMap<>();
        damages.put("", "in line 1 (null, expected an object)");
        damages.put(lines.get(0) + "\nnull\n", "in line 2 (null, expected an object)");
        damages.put(lines.get(0) + "\n[]\n", "in line 2 (");
        damages.put(whole + lines.get(1) + "\n", "(clip0.mp3 is there twice)");
        damages.put(whole.replaceFirst("\"offset_bytes\":[1-9]\\d*", "\"offset_bytes\":8"), " overlap)");
        damages.put(whole.replaceFirst("\"samples\":\\d+", "\"samples\":9223372036854775807"), "in line 2 (");
        damages.put(whole.replaceFirst("\"samples\":\\d+", "\"samples\":-1"), "in line 2 (");
        damages.put(whole.replaceFirst("\"shard\":0", "\"shard\":-7"), "in line 2 (");
        for (Map.Entry<String, String> damage : damages.entrySet()) {
            Files.writeString(index, damage.getKey());
            StoreException refusal = assertThrows(StoreException.class, () -> PcmStore.open(store), damage.getKey());
            String message = String.valueOf(refusal.getMessage());
            assertTrue(message.startsWith(store + ": index.jsonl is damaged "), message);
            assertTrue(message.contains(damage.getValue()), message);
            assertTrue(message.endsWith("delete it and run clmr prepare, which decodes everything again"), message);
        }
        Files.writeString(index, whole.replaceFirst("\"shard\":0", "\"shard\":7"));
        assertThrows(StoreException.class, () -> PcmStore.open(store));
        Files.write(index, new byte[] {(byte) 0xff, '\n'});
        assertThrows(StoreException.class, () -> PcmStore.open(store));
    }

    @Test
    void damagedJournalCostsNoMoreThanItsTracks() throws IOException {
        prepare().close();
        String header = Files.readAllLines(store.resolve("index.jsonl")).get(0);
        for (String damage : List.of("null\n", header + "\nnull\n", header + "\n{\"synced\":99}\n[]\n", "\u0000\n")) {
            Files.writeString(store.resolve("journal.jsonl"), damage);
            assertEquals(0, decodedBy(OPTIONS), damage);
        }
    }

    @Test
    void threadsAndShardsDoNotChangeWhatIsRead() throws IOException {
        prepare().close();
        for (int threads : new int[] {1, 5}) {
            Path other = folder.resolve("store" + threads);
            StoreBuilder.prepare(other, clips(), new PrepareOptions(RATE, 59049, threads), PrepareListener.none())
                    .close();
            assertSameFiles(store, other);
        }
        Path small = folder.resolve("small");
        new StoreBuilder(small, clips(), OPTIONS, PrepareListener.none(), 1_200_000).build();
        assertTrue(Files.exists(small.resolve("pcm-00002.bin")));
        try (PcmStore one = PcmStore.open(store);
                PcmStore many = PcmStore.open(small)) {
            assertEquals(one.fingerprint(), many.fingerprint());
            for (int i = 0; i < one.tracks(); i++) {
                int length = (int) one.track(i).samples();
                float[] whole = new float[length];
                float[] pieces = new float[length];
                one.read(i, 0, whole);
                many.read(i, 0, pieces);
                assertArrayEquals(whole, pieces);
            }
        }
    }

    @Test
    void decodesNothingTwice() throws IOException {
        assertEquals(6, decodedBy(OPTIONS));
        Map<String, byte[]> before = bytes(store);
        assertEquals(0, decodedBy(OPTIONS));
        bytes(store).forEach((name, content) -> assertArrayEquals(before.get(name), content, name));
    }

    @Test
    void decodesOnlyWhatChanged() throws IOException {
        prepare().close();
        Files.copy(
                music.resolve("clip5.mp3"),
                music.resolve("clip2.mp3"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(music.resolve("clip3.mp3"), FileTime.fromMillis(1));
        Files.delete(music.resolve("clip4.mp3"));
        Files.copy(music.resolve("clip0.mp3"), music.resolve("clip9.mp3"));
        assertEquals(3, decodedBy(OPTIONS));
        try (PcmStore updated = PcmStore.open(store)) {
            assertEquals(
                    List.of("clip0.mp3", "clip1.mp3", "clip2.mp3", "clip3.mp3", "clip5.mp3", "clip9.mp3"),
                    java.util.stream.IntStream.range(0, updated.tracks())
                            .mapToObj(i -> updated.track(i).key())
                            .toList());
            float[] expected = new float[50_000];
            float[] actual = new float[50_000];
            updated.read("clip5.mp3", 0, expected);
            updated.read("clip2.mp3", 0, actual);
            assertArrayEquals(expected, actual);
            updated.read("clip0.mp3", 7, expected);
            updated.read("clip9.mp3", 7, actual);
            assertArrayEquals(expected, actual);
        }
    }

    @Test
    void keepsTracksWhoseAudioIsGoneButWanted() throws IOException {
        List<Clip> clips = clips();
        prepare().close();
        Files.delete(music.resolve("clip4.mp3"));
        try (PcmStore kept = StoreBuilder.prepare(store, clips, OPTIONS, PrepareListener.none())) {
            assertEquals(6, kept.tracks());
        }
    }

    @Test
    void judgesAgainWhenTheWindowChanges() throws IOException {
        TestAudio.writeFloatWav(music.resolve("short.wav"), RATE, 1, ramp(30_000));
        assertEquals(7, decodedBy(OPTIONS));
        assertEquals(1, decodedBy(new PrepareOptions(RATE, 20_000, 1)));
        try (PcmStore wider = PcmStore.open(store)) {
            assertEquals(7, wider.tracks());
            assertEquals(20_000, wider.minSamples());
        }
        assertEquals(0, decodedBy(new PrepareOptions(RATE, 40_000, 1)));
        try (PcmStore narrower = PcmStore.open(store)) {
            assertEquals(
                    List.of("30000 samples (1.36 s), a window has 40000 (1.81 s)"),
                    narrower.refused().stream().map(StoredTrack::reason).toList());
        }
    }

    private static float[] ramp(int samples) {
        float[] ramp = new float[samples];
        for (int i = 0; i < samples; i++) {
            ramp[i] = i / (float) samples;
        }
        return ramp;
    }

    @Test
    void goesOnBehindATornJournalAndDamagedSamples() throws IOException {
        prepare().close();
        Path half = Files.createDirectory(folder.resolve("half"));
        List<String> index = Files.readAllLines(store.resolve("index.jsonl"));
        // As after a power failure: four tracks noted, two of them for certain, the fourth one's samples lost,
        // the fifth line cut off, and rubbish behind.
        String journal = String.join("\n", index.subList(0, 3)) + "\n{\"synced\":2}\n"
                + String.join("\n", index.subList(3, 5)) + "\n" + index.get(5).substring(0, 40);
        Files.writeString(half.resolve("journal.jsonl"), journal);
        byte[] pcm = Files.readAllBytes(store.resolve("pcm-00000.bin"));
        long fourth;
        try (PcmStore whole = PcmStore.open(store)) {
            fourth = whole.track(3).offsetBytes();
        }
        java.util.Arrays.fill(pcm, (int) fourth + 1000, (int) fourth + 5096, (byte) 0);
        Files.write(half.resolve("pcm-00000.bin"), pcm);
        Files.write(half.resolve("pcm-00001.bin"), new byte[100]);
        Files.write(half.resolve("spool-3.tmp"), new byte[100]);

        List<PrepareProgress> seen = new ArrayList<>();
        StoreBuilder.prepare(half, clips(), OPTIONS, seen::add).close();
        assertEquals(3, seen.size());
        assertEquals(3, seen.get(0).reused());
        assertSameFiles(store, half);
    }

    @Test
    void decodesAgainWhatAShardLost() throws IOException {
        prepare().close();
        Path shard = store.resolve("pcm-00000.bin");
        try (FileChannel channel = FileChannel.open(shard, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 2);
        }
        StoreException refusal = assertThrows(StoreException.class, () -> PcmStore.open(store));
        assertTrue(
                refusal.getMessage().endsWith("; copy the whole store, or run clmr prepare again"),
                refusal.getMessage());
        assertEquals(1, decodedBy(OPTIONS));
    }

    @Test
    void refusesAnotherRate() throws IOException {
        prepare().close();
        String expected =
                store + ": holds audio at 22050 Hz, expected 16000 Hz; use another store.path for that rate, or"
                        + " delete the folder and run clmr prepare";
        assertEquals(
                expected,
                assertThrows(StoreException.class, () -> PcmStore.open(store, 16000, AudioSelection.defaults()))
                        .getMessage());
        assertEquals(
                expected,
                assertThrows(StoreException.class, () -> decodedBy(new PrepareOptions(16000, 59049, 1)))
                        .getMessage());
    }

    @Test
    void refusesAnotherSound() throws IOException {
        prepare().close();
        AudioSelection left = new AudioSelection(OptionalInt.of(0), Mixdown.LEFT);
        PrepareOptions other = new PrepareOptions(RATE, 59049, 1, left, false);
        String expected =
                store + ": holds ffmpeg's choice of audio track, mean of all channels, expected audio track 0,"
                        + " left channel (dataset.audio_track, dataset.mixdown); use another store.path for that, or delete the"
                        + " folder and run clmr prepare";
        assertEquals(
                expected,
                assertThrows(StoreException.class, () -> decodedBy(other)).getMessage());
        assertEquals(
                expected,
                assertThrows(StoreException.class, () -> PcmStore.open(store, RATE, left))
                        .getMessage());
    }

    @Test
    void remembersItsSound() throws IOException {
        AudioSelection left = new AudioSelection(OptionalInt.of(0), Mixdown.LEFT);
        PrepareOptions options = new PrepareOptions(RATE, 59049, 1, left, false);
        assertEquals(6, decodedBy(options));
        assertEquals(0, decodedBy(options));
        PcmStore.open(store, RATE, left).close();
        assertThrows(StoreException.class, () -> PcmStore.open(store, RATE, AudioSelection.defaults()));
    }

    @Test
    void refusesWhatIsNoStoreOrNotFinished() throws IOException {
        assertEquals(
                store + ": holds no PCM store; run clmr prepare first, or set store.path to none",
                assertThrows(StoreException.class, () -> PcmStore.open(store)).getMessage());
        prepare().close();
        Files.move(store.resolve("index.jsonl"), store.resolve("journal.jsonl"));
        assertEquals(
                store + ": is not finished; run clmr prepare again, it goes on where it was stopped",
                assertThrows(StoreException.class, () -> PcmStore.open(store)).getMessage());
    }

    @Test
    void refusesADamagedOrForeignIndex() throws IOException {
        prepare().close();
        Path index = store.resolve("index.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(index));
        lines.set(2, lines.get(2).replace("\"samples\"", "\"sampels\""));
        Files.write(index, lines);
        String message =
                assertThrows(StoreException.class, () -> PcmStore.open(store)).getMessage();
        assertTrue(message.startsWith(store + ": index.jsonl is damaged in line 3 ("), message);
        lines.set(0, lines.get(0).replace("\"version\":1", "\"version\":7"));
        Files.write(index, lines);
        assertEquals(
                store
                        + ": is a store of format clmr-pcm version 7, expected clmr-pcm version 1; delete the folder and run"
                        + " clmr prepare",
                assertThrows(StoreException.class, () -> PcmStore.open(store)).getMessage());
    }

    @Test
    void refusesASecondPreparer() throws IOException {
        Files.createDirectories(store);
        String refusal = store + ": is being prepared by process "
                + ProcessHandle.current().pid() + "; wait for it, or choose another store.path";
        try (HeldLock held = HeldLock.tryLock(store.resolve("lock")).orElseThrow()) {
            for (int attempt = 1; attempt <= 2; attempt++) { // the first one leaves the lock as it is
                assertEquals(
                        refusal,
                        assertThrows(StoreException.class, this::prepare).getMessage(),
                        () -> "under " + held);
            }
        }
        prepare().close();
    }

    @Test
    void foreseesTheSpaceItNeeds() throws IOException {
        List<Clip> clips = clips();
        long sourceBytes = 0;
        for (Clip clip : clips) {
            sourceBytes += Files.size(clip.path());
        }
        long estimate = DiskNeed.estimateBytes(clips, sourceBytes, RATE);
        prepare().close();
        long actual = Files.size(store.resolve("pcm-00000.bin"));
        assertTrue(estimate > actual && estimate < 1.1 * actual, estimate + " estimated, " + actual + " used");
        IOException refusal = assertThrows(
                IOException.class,
                () -> DiskNeed.check(store, new PreparePlan(9, 3, 1, 5, 3_250_000_000L, 1_000_000_000L)));
        assertEquals(
                store
                        + ": No space left on device: decoding 6 tracks needs about 3.25 GB, 1.00 GB are free; free 2.25 GB or"
                        + " put store.path on another disk",
                refusal.getMessage());
    }

    @Test
    void reportsProgressAndStopsWhereTheListenerFails() throws IOException {
        List<PrepareProgress> seen = new ArrayList<>();
        List<Clip> clips = clips();
        assertThrows(
                IllegalStateException.class,
                () -> StoreBuilder.prepare(store, clips, OPTIONS, progress -> {
                    seen.add(progress);
                    if (progress.done() == 3) {
                        throw new IllegalStateException("enough");
                    }
                }));
        assertFalse(Files.exists(store.resolve("index.jsonl")));
        StoreBuilder.prepare(store, clips, OPTIONS, seen::add).close();
        assertEquals(6, seen.size());
        PrepareProgress last = seen.get(5);
        assertEquals(6, last.done());
        assertEquals(6, last.total());
        assertEquals(3, last.reused());
        assertEquals(last.sourceBytesTotal(), last.sourceBytesDone());
        assertEquals(36, last.audioSeconds(), 0.5);
        assertEquals(0, last.etaSeconds());
        Path whole = folder.resolve("whole");
        StoreBuilder.prepare(whole, clips, OPTIONS, PrepareListener.none()).close();
        assertSameFiles(whole, store);
    }
}
