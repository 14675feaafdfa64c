package io.clmr.train.views;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.RandomStream;
import io.clmr.augment.Range;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.ClipPairs;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.PcmStore;
import io.clmr.train.views.PositivesConfig.Kind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views of ten clips: four of song a, three of b, and one each of c, d and e. */
class PositivesTest {

    private static final int WINDOW = 20736;
    private static final int BATCH = 4;
    private static final String[] SONGS = {"a", "a", "a", "a", "b", "b", "b", "c", "d", "e"};
    private static final Map<String, String> ARTISTS = Map.of("a", "x", "b", "y", "c", "x", "d", "y");

    @TempDir
    static Path folder;

    private static PcmStore music;
    private static List<Clip> clips;
    private static TrainingSet tracks;

    @BeforeAll
    static void decode() throws IOException {
        music = QuickstartMusic.prepare(folder.resolve("store"), SONGS.length, 8000, WINDOW);
        clips = IntStream.range(0, SONGS.length)
                .mapToObj(i -> new Clip(
                        music.track(i).key(),
                        Path.of("x"),
                        Split.TRAIN,
                        Optional.empty(),
                        SONGS[i],
                        Optional.ofNullable(ARTISTS.get(SONGS[i])),
                        Optional.empty()))
                .toList();
        Path list = folder.resolve("pairs.csv");
        Files.writeString(
                list,
                clips.get(0).key() + "," + clips.get(9).key() + ",3\n"
                        + clips.get(7).key() + "," + clips.get(0).key() + "\n");
        tracks = TrainingSet.ofClips(music, clips, WINDOW).withPairs(ClipPairs.read(list, clips), clips);
    }

    @AfterAll
    static void close() throws IOException {
        music.close();
    }

    private static PositivesConfig positives(Kind kind) {
        return new PositivesConfig(kind, new Range(0.5, 2), Optional.of(Path.of("pairs.csv")));
    }

    private static PositiveSampler sampler(Kind kind) {
        return PositiveSampler.create(positives(kind), tracks, track -> tracks.lastOffset(track, WINDOW));
    }

    private static ViewSettings crops(PositivesConfig positives) {
        return new ViewSettings(42, WINDOW, List.of(), true).withPositives(positives);
    }

    /** Returns the second views of three epochs, each as it is handed out. */
    private static List<float[]> secondViews(PositivesConfig positives, boolean songsApart, int workers)
            throws IOException {
        List<float[]> views = new ArrayList<>();
        Batching batching = new Batching(BATCH, songsApart);
        long batches = 3 * tracks.batches(batching);
        try (ViewLoader loader = new ViewLoader(tracks, crops(positives), batching, workers, 0, 0)) {
            for (int i = 0; i < batches; i++) {
                try (ViewBatch batch = loader.next()) {
                    float[] values = new float[BATCH * WINDOW];
                    batch.view(1).order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
                    views.add(values);
                }
            }
        }
        return views;
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SAME_ALBUM"},
            mode = EnumSource.Mode.EXCLUDE)
    void workersChangeNothing(Kind kind) throws IOException {
        List<float[]> one = secondViews(positives(kind), false, 1);
        List<float[]> five = secondViews(positives(kind), false, 5);

        for (int i = 0; i < one.size(); i++) {
            assertArrayEquals(one.get(i), five.get(i), "batch " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SAME_ALBUM"},
            mode = EnumSource.Mode.EXCLUDE)
    void anchorsAreThePapersWhateverThePositives(Kind kind) throws IOException {
        ViewMaker paper = new ViewMaker(tracks, new ViewSettings(42, WINDOW, List.of(), true));
        ViewMaker other = new ViewMaker(tracks, crops(positives(kind)));

        for (int track = 0; track < SONGS.length; track++) {
            assertArrayEquals(paper.make(track, 3, 0).clone(), other.make(track, 3, 0));
            if (kind == Kind.SAME_CLIP) {
                assertArrayEquals(paper.make(track, 3, 1).clone(), other.make(track, 3, 1));
            }
        }
    }

    @Test
    void aNeighbourIsCutAtTheDistanceThatItsStreamDraws() throws IOException {
        ViewMaker maker = new ViewMaker(tracks, crops(positives(Kind.NEIGHBOUR)));
        for (int track = 0; track < SONGS.length; track++) {
            String key = tracks.key(track);
            int last = tracks.lastOffset(track, WINDOW);
            int anchor = RandomStream.forView(42, 5, key, 0).uniformInt(0, last);
            RandomStream stream = RandomStream.forView(42, 5, key, 1);
            int distance = (int) Math.round(stream.uniform(0.5, 2) * 8000);
            float[] expected = new float[WINDOW];
            tracks.read(track, NeighbourSampler.start(anchor, distance, stream.chance(0.5), last), expected);

            assertArrayEquals(expected, maker.make(track, 5, 1), key);
        }
    }

    @Test
    void theOtherClipOfASongIsReadWhereItsStreamSays() throws IOException {
        ViewMaker maker = new ViewMaker(tracks, crops(positives(Kind.SAME_SONG)));
        RandomStream stream = RandomStream.forView(42, 0, tracks.key(5), 1);
        int partner = List.of(4, 6).get(stream.uniformInt(0, 1));
        float[] expected = new float[WINDOW];
        tracks.read(partner, stream.uniformInt(0, tracks.lastOffset(partner, WINDOW)), expected);

        assertArrayEquals(expected, maker.make(5, 0, 1));
    }

    @Test
    void aClipWithoutOthersIsItsOwnPositiveAsInThePaper() throws IOException {
        ViewMaker paper = new ViewMaker(tracks, crops(PositivesConfig.defaults()));
        ViewMaker songs = new ViewMaker(tracks, crops(positives(Kind.SAME_SONG)));

        for (int alone : List.of(7, 8, 9)) {
            assertArrayEquals(paper.make(alone, 2, 1).clone(), songs.make(alone, 2, 1));
        }
    }

    @Test
    void positivesAreOfTheSameGroupAndNeverTheAnchorsClip() {
        PositiveSampler songs = sampler(Kind.SAME_SONG);
        PositiveSampler artists = sampler(Kind.SAME_ARTIST);
        Set<Integer> ofC = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            int anchor = i % 7; // of a and b
            int song = songs.draw(new Crop(anchor, 0), RandomStream.of(42, i)).track();
            assertEquals(SONGS[anchor], SONGS[song]);
            assertNotEquals(anchor, song);
            ofC.add(artists.draw(new Crop(7, 0), RandomStream.of(42, i)).track());
        }
        assertEquals(Set.of(0, 1, 2, 3), ofC); // c and a are by the same artist
    }

    @Test
    void songsKeptApartMeetNoClipOfAPositive() throws IOException {
        Batching apart = new Batching(BATCH, true);
        PositiveSampler songs = sampler(Kind.SAME_SONG);
        for (int epoch = 0; epoch < 50; epoch++) {
            int[] order = tracks.order(42, epoch, apart);
            Set<String> met = new HashSet<>();
            for (int anchor : Arrays.copyOf(order, BATCH)) {
                int positive = songs.draw(new Crop(anchor, 0), RandomStream.of(42, epoch, anchor))
                        .track();
                assertTrue(met.add(SONGS[anchor]) && SONGS[anchor].equals(SONGS[positive]));
            }
        }
        assertEquals(3, secondViews(positives(Kind.SAME_SONG), true, 2).size());
    }

    @Test
    void pairsAreDrawnInEitherDirectionByTheirWeights() {
        PositiveSampler pairs = sampler(Kind.PAIRS);
        int draws = 10_000;
        int heavy = 0;
        for (int i = 0; i < draws; i++) {
            int partner = pairs.draw(new Crop(0, 0), RandomStream.of(42, i)).track();
            assertTrue(partner == 9 || partner == 7, "partner " + partner);
            heavy += partner == 9 ? 1 : 0;
        }
        assertEquals(0.75, heavy / (double) draws, 5 * Math.sqrt(0.75 * 0.25 / draws));
        assertEquals(0, pairs.draw(new Crop(7, 0), RandomStream.of(1)).track());
        assertEquals(1, pairs.draw(new Crop(1, 0), RandomStream.of(1)).track());
        assertEquals(3, tracks.tracksWithPartner(positives(Kind.PAIRS)));
    }

    @Test
    void whatNobodyKnowsIsRefusedWithWhatIsKnown() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> tracks.checkPositives(positives(Kind.SAME_ALBUM)));

        assertEquals(
                "positives.name is same_album, but of none of the 10 usable training tracks another is known that has"
                        + " the same; known are same_song (7 tracks), same_artist (9 tracks); or same_clip and"
                        + " neighbour, which need nothing",
                e.getMessage());
        TrainingSet plain = QuickstartMusic.all(music, WINDOW);
        IllegalArgumentException none =
                assertThrows(IllegalArgumentException.class, () -> plain.checkPositives(positives(Kind.SAME_SONG)));
        assertTrue(
                none.getMessage().endsWith("known are same_clip and neighbour, which need nothing"), none.getMessage());
        assertThrows(IllegalArgumentException.class, () -> plain.checkPositives(positives(Kind.PAIRS)));
    }

    @Test
    void aPositiveThatCannotBeReadIsNamedBesideItsAnchor() throws IOException {
        List<Clip> pair = List.of(clips.get(7), clips.get(3));
        TrainingSet failing = TrainingSet.ofClips(new FailingMusic(music, 3), pair, WINDOW);
        ViewMaker maker = new ViewMaker(failing, crops(positives(Kind.SAME_ARTIST)));

        IOException e = assertThrows(IOException.class, () -> maker.make(0, 0, 1));

        assertEquals("its positive " + clips.get(3).key() + ": the disk has a bad sector", e.getMessage());
    }

    @Test
    void onlyTheKnowledgeThatIsUsedDecidesTheFingerprint() {
        TrainingSet plain = QuickstartMusic.all(music, WINDOW);
        String without = plain.fingerprint();

        assertEquals(without, tracks.fingerprint(false, positives(Kind.SAME_CLIP)));
        assertEquals(without, tracks.fingerprint(false, positives(Kind.NEIGHBOUR)));
        Set<String> fingerprints = new HashSet<>(Set.of(without));
        for (Kind kind : List.of(Kind.SAME_SONG, Kind.SAME_ARTIST, Kind.SAME_ALBUM, Kind.PAIRS)) {
            assertTrue(fingerprints.add(tracks.fingerprint(false, positives(kind))), kind.key());
        }
    }

    @Test
    void negativeDistancesAndMissingPairsAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new PositivesConfig(Kind.NEIGHBOUR, new Range(-1, 2), Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new PositivesConfig(Kind.PAIRS, new Range(0, 2), Optional.empty()));
    }
}
