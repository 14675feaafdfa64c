package io.clmr.train.views;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;
import io.clmr.augment.Workbench;
import io.clmr.augment.transform.BackgroundConfig;
import io.clmr.augment.transform.GainConfig;
import io.clmr.augment.transform.PolarityConfig;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.PcmStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewLoaderTest {

    private static final int WINDOW = 20736;
    private static final int BATCH = 4;
    private static final Batching BATCHING = new Batching(BATCH, false);
    private static final List<TransformConfig> CHAIN =
            List.of(new PolarityConfig(0.5), new GainConfig(0.5, new Range(-20, -1), false));

    @TempDir
    static Path folder;

    private static PcmStore music;
    private static TrainingSet tracks;

    @BeforeAll
    static void decode() throws IOException {
        music = QuickstartMusic.prepare(folder.resolve("store"), 10, 8000, WINDOW);
        tracks = QuickstartMusic.all(music, WINDOW);
    }

    @AfterAll
    static void close() throws IOException {
        music.close();
    }

    @Test
    void workersChangeNothing() throws IOException {
        List<List<float[]>> one = batches(1, 0, 0, 5);
        List<List<float[]>> four = batches(4, 0, 0, 5);

        for (int batch = 0; batch < 5; batch++) {
            for (int view = 0; view < 2; view++) {
                assertArrayEquals(one.get(batch).get(view), four.get(batch).get(view), "batch " + batch);
            }
        }
    }

    @Test
    void startsInTheMiddleOfAnEpochWithTheSameBatches() throws IOException {
        List<List<float[]>> straight = batches(2, 0, 0, 5); // two batches an epoch: 10 tracks, 4 a batch
        List<List<float[]>> later = batches(2, 1, 1, 2);

        assertArrayEquals(straight.get(3).get(0), later.get(0).get(0));
        assertArrayEquals(straight.get(4).get(1), later.get(1).get(1));
    }

    @Test
    void aViewIsTheCropAndChainThatItsStreamDecides() throws IOException {
        try (ViewLoader loader = loader(tracks, 2, 0, 0, true)) {
            try (ViewBatch batch = loader.next()) {
                String key = batch.trackKeys().get(2);
                float[] expected = new float[WINDOW];
                RandomStream stream = RandomStream.forView(42, 0, key, 1);
                int track = music.find(key).orElseThrow();
                int samples = Math.toIntExact(music.track(track).samples());
                music.read(track, stream.uniformInt(0, samples - WINDOW), expected);
                AugmentationChain.create(CHAIN, 8000, WINDOW).apply(expected, stream);

                float[] views = floats(batch.view(1));
                assertArrayEquals(expected, Arrays.copyOfRange(views, 2 * WINDOW, 3 * WINDOW));
            }
        }
    }

    @Test
    void moreViewsLeaveTheFirstTwoAsTheyAreAndFollowTheirOwnStreams() throws IOException {
        ViewSettings four = new ViewSettings(42, WINDOW, CHAIN, true).withViews(4);
        try (ViewLoader more = new ViewLoader(tracks, four, BATCHING, 3, 0, 0);
                ViewLoader two = loader(tracks, 1, 0, 0, true)) {
            for (int i = 0; i < 3; i++) { // more batches than the ring has places
                try (ViewBatch batch = more.next();
                        ViewBatch usual = two.next()) {
                    assertEquals(usual.trackKeys(), batch.trackKeys());
                    assertArrayEquals(floats(usual.view(0)), floats(batch.view(0)));
                    assertArrayEquals(floats(usual.view(1)), floats(batch.view(1)));
                    String key = batch.trackKeys().get(1);
                    float[] expected = new float[WINDOW];
                    RandomStream stream = RandomStream.forView(42, batch.epoch(), key, 3);
                    int track = music.find(key).orElseThrow();
                    int samples = Math.toIntExact(music.track(track).samples());
                    music.read(track, stream.uniformInt(0, samples - WINDOW), expected);
                    AugmentationChain.create(CHAIN, 8000, WINDOW).apply(expected, stream);
                    assertArrayEquals(expected, Arrays.copyOfRange(floats(batch.view(3)), WINDOW, 2 * WINDOW));
                }
            }
        }
    }

    @Test
    void secondViewIsOnlyCroppedIfSoConfigured() throws IOException {
        try (ViewLoader loader = loader(tracks, 1, 0, 0, false)) {
            try (ViewBatch batch = loader.next()) {
                for (int i = 0; i < BATCH; i++) {
                    String key = batch.trackKeys().get(i);
                    int track = music.find(key).orElseThrow();
                    int last = Math.toIntExact(music.track(track).samples()) - WINDOW;
                    float[] crop = new float[WINDOW];
                    music.read(track, RandomStream.forView(42, 0, key, 1).uniformInt(0, last), crop);
                    float[] views = floats(batch.view(1));
                    assertArrayEquals(crop, Arrays.copyOfRange(views, i * WINDOW, (i + 1) * WINDOW), key);
                }
            }
        }
    }

    @Test
    void anEpochMeetsNoTrackTwiceAndTheNextIsInAnotherOrder() throws IOException {
        try (ViewLoader loader = loader(tracks, 2, 0, 0, true)) {
            List<String> first = epoch(loader, 0);
            List<String> second = epoch(loader, 1);

            assertEquals(8, Set.copyOf(first).size());
            assertEquals(8, new HashSet<>(second).size());
            assertNotEquals(first, second);
        }
    }

    @Test
    void aTrackThatCannotBeReadIsNamedWhenItsBatchIsDue() throws IOException {
        int[] order = EpochOrder.of(42, 0, 10);
        int broken = order[BATCH + 1]; // the second track of the second batch
        TrainingSet failing = QuickstartMusic.all(new FailingMusic(music, broken), WINDOW);
        try (ViewLoader loader = loader(failing, 3, 0, 0, true)) {
            loader.next().close();
            ViewException e = assertThrows(ViewException.class, loader::next);
            assertEquals(music.track(broken).key(), e.trackKey());
            assertTrue(e.getMessage().contains("view 0 of epoch 0: the disk has a bad sector"), e.getMessage());
        }
    }

    @Test
    void otherMusicOfTheSetIsMixedInTheSameWayByAnyWorker() throws IOException {
        ViewSettings mixed = new ViewSettings(42, WINDOW, List.of(new BackgroundConfig(1, new Range(3, 30))), true);
        try (ViewLoader one = new ViewLoader(tracks, mixed, BATCHING, 1, 0, 0);
                ViewLoader three = new ViewLoader(tracks, mixed, BATCHING, 3, 0, 0);
                ViewLoader plain = loader(tracks, 1, 0, 0, false)) {
            try (ViewBatch a = one.next();
                    ViewBatch b = three.next();
                    ViewBatch crops = plain.next()) {
                assertArrayEquals(floats(a.view(1)), floats(b.view(1)));
                assertFalse(Arrays.equals(floats(a.view(1)), floats(crops.view(1))));
            }
        }
    }

    @Test
    void aTrainingClipIsMixedInAtTheDrawnRatio() throws IOException {
        List<TransformConfig> tenDecibels = List.of(new BackgroundConfig(1, new Range(10, 10)));
        try (ViewLoader loader =
                        new ViewLoader(tracks, new ViewSettings(42, WINDOW, tenDecibels, true), BATCHING, 2, 0, 0);
                ViewBatch batch = loader.next()) {
            String key = batch.trackKeys().get(2);
            RandomStream stream = RandomStream.forView(42, 0, key, 1);
            float[] crop = randomCrop(music.find(key).orElseThrow(), stream);
            float[] expected = crop.clone();
            AugmentationChain.create(tenDecibels, Workbench.create(8000, WINDOW).withBackground(this::fill))
                    .apply(expected, stream);

            float[] view = Arrays.copyOfRange(floats(batch.view(1)), 2 * WINDOW, 3 * WINDOW);
            assertArrayEquals(expected, view);
            double music = 0;
            double background = 0;
            for (int i = 0; i < WINDOW; i++) {
                music += crop[i] * crop[i];
                background += (view[i] - crop[i]) * (double) (view[i] - crop[i]);
            }
            assertEquals(10, 10 * Math.log10(music / background), 1e-3); // the sum is rounded to single precision
        }
    }

    /** Any of the tracks, at any place. */
    private void fill(float[] out, RandomStream stream) {
        try {
            float[] crop = randomCrop(stream.uniformInt(0, tracks.size() - 1), stream);
            System.arraycopy(crop, 0, out, 0, out.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] randomCrop(int track, RandomStream stream) throws IOException {
        float[] crop = new float[WINDOW];
        int samples = Math.toIntExact(music.track(track).samples());
        music.read(track, stream.uniformInt(0, samples - WINDOW), crop);
        return crop;
    }

    @Test
    void closingEndsAllWorkers() throws IOException {
        ViewLoader loader = loader(tracks, 3, 0, 0, true);
        loader.next().close();
        loader.close();

        assertFalse(Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("clmr-views-")));
        assertThrows(IllegalStateException.class, loader::next);
    }

    @Test
    void refusesASecondBatchWhileTheFirstIsInUse() throws IOException {
        try (ViewLoader loader = loader(tracks, 1, 0, 0, true)) {
            ViewBatch first = loader.next();
            assertThrows(IllegalStateException.class, loader::next);
            first.close();
        }
    }

    @Test
    void leavesOutTracksShorterThanAWindow() {
        assertEquals(10, QuickstartMusic.all(music, WINDOW).size());
        assertEquals(10, QuickstartMusic.all(music, 13 * 8000).leftOut()); // the clips are 12 s long
    }

    @Test
    void fingerprintFollowsTheTracks() throws IOException {
        String nine = TrainingSet.of(music, keys(9), WINDOW).fingerprint();

        assertEquals(
                tracks.fingerprint(), TrainingSet.of(music, keys(10), WINDOW).fingerprint());
        assertNotEquals(tracks.fingerprint(), nine);
    }

    @Test
    void clipsOfOneSongNeverMeetIfSoConfigured() throws IOException {
        String[] songs = {"a", "a", "a", "a", "b", "b", "b", "c", "d", "e"};
        TrainingSet cut = TrainingSet.ofClips(music, clips(songs), WINDOW);
        Batching apart = new Batching(BATCH, true);
        Map<String, String> songOf = new HashMap<>();
        clips(songs).forEach(clip -> songOf.put(clip.key(), clip.group()));

        assertEquals(5, cut.songs());
        assertEquals(1, cut.batches(apart)); // two would need 8 places, and 2 + 2 + 1 + 1 + 1 are 7
        try (ViewLoader loader = new ViewLoader(cut, new ViewSettings(42, WINDOW, CHAIN, true), apart, 2, 0, 0)) {
            for (int epoch = 0; epoch < 20; epoch++) {
                try (ViewBatch batch = loader.next()) {
                    assertEquals(epoch, batch.epoch());
                    assertEquals(
                            BATCH,
                            batch.trackKeys().stream()
                                    .map(songOf::get)
                                    .distinct()
                                    .count());
                }
            }
        }
    }

    @Test
    void songsDecideOnlyTheFingerprintOfRunsThatKeepThemApart() throws IOException {
        TrainingSet one = TrainingSet.ofClips(music, clips("a", "a", "b"), WINDOW);
        TrainingSet other = TrainingSet.ofClips(music, clips("a", "b", "b"), WINDOW);

        assertEquals(one.fingerprint(), other.fingerprint());
        PositivesConfig same = PositivesConfig.defaults();
        assertNotEquals(one.fingerprint(true, same), other.fingerprint(true, same));
    }

    private static List<Clip> clips(String... songs) {
        return IntStream.range(0, songs.length)
                .mapToObj(i -> new Clip(
                        tracks.key(i), Path.of("x"), Split.TRAIN, Optional.empty(), songs[i], Optional.empty()))
                .toList();
    }

    @Test
    void normalizationIsTheMeanOverTracks() throws IOException {
        double mean = 0;
        double std = 0;
        for (int track = 0; track < 10; track++) {
            float[] all = new float[Math.toIntExact(music.track(track).samples())];
            music.read(track, 0, all);
            double own = 0;
            for (float value : all) {
                own += (double) value / all.length;
            }
            double squares = 0;
            for (float value : all) {
                squares += (value - own) * (value - own);
            }
            mean += own / 10;
            std += Math.sqrt(squares / (all.length - 1)) / 10;
        }

        assertEquals(mean, tracks.normalization().mean(), 1e-12); // sums of 1e5 numbers below 1
        assertEquals(std, tracks.normalization().std(), 1e-9);
    }

    private static List<String> keys(int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(music.track(i).key());
        }
        return keys;
    }

    private static List<String> epoch(ViewLoader loader, long epoch) throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (ViewBatch batch = loader.next()) {
                assertEquals(epoch, batch.epoch());
                keys.addAll(batch.trackKeys());
            }
        }
        return keys;
    }

    private static List<List<float[]>> batches(int workers, long epoch, long batchInEpoch, int count)
            throws IOException {
        List<List<float[]>> batches = new ArrayList<>();
        try (ViewLoader loader = loader(tracks, workers, epoch, batchInEpoch, true)) {
            for (int i = 0; i < count; i++) {
                try (ViewBatch batch = loader.next()) {
                    batches.add(List.of(floats(batch.view(0)), floats(batch.view(1))));
                }
            }
        }
        return batches;
    }

    private static ViewLoader loader(
            TrainingSet set, int workers, long epoch, long batchInEpoch, boolean augmentSecond) {
        return new ViewLoader(
                set, new ViewSettings(42, WINDOW, CHAIN, augmentSecond), BATCHING, workers, epoch, batchInEpoch);
    }

    private static float[] floats(ByteBuffer bytes) {
        float[] values = new float[BATCH * WINDOW];
        bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
        return values;
    }
}
