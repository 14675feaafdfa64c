package io.clmr.eval.similar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.npy.NpyFile;
import io.clmr.eval.embed.EmbedException;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.similar.SimilarSongs.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimilarSongsTest {

    private static final int DIM = 19; // no multiple of the lanes

    @TempDir
    private Path folder;

    @Test
    void exactSearchIsTheSlowDoubleLoop() throws IOException {
        float[][] rows = clusters(3000, 1);
        Path file = write(rows, 1);
        float[] query = clusters(1, 9)[0];
        List<Integer> expected = new ArrayList<>();
        for (int n = 0; n < rows.length; n++) {
            expected.add(n);
        }
        expected.sort(Comparator.comparingDouble(n -> -cosine(query, rows[n])));
        try (SimilarSongs songs = SimilarSongs.open(file, Method.AUTO, (stage, done, total) -> {})) {
            List<SimilarSong> found = songs.nearest(query, 25, Optional.empty());
            assertEquals(
                    expected.subList(0, 25),
                    found.stream().map(SimilarSong::row).toList());
            for (SimilarSong song : found) {
                assertEquals(cosine(query, rows[song.row()]), song.similarity(), 1e-6);
            }
            assertTrue(songs.recallAt10().isEmpty());
        }
    }

    @Test
    void aFileThatIsNoWholeMatrixIsRefused() throws IOException {
        Path whole = write(clusters(10, 3), 1);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.npy"), Arrays.copyOf(bytes, bytes.length / 2));
        Path text = Files.writeString(folder.resolve("text.npy"), "path,start_s,end_s");
        for (Path file : List.of(cut, text)) {
            EmbedException refused = assertThrows(
                    EmbedException.class, () -> SimilarSongs.open(file, Method.AUTO, (stage, done, total) -> {}));
            assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
            assertTrue(refused.getMessage().endsWith("; expected the whole .npy of clmr embed"), refused.getMessage());
        }
    }

    @Test
    void theGraphFindsAlmostAllThatExactSearchFinds() throws IOException {
        float[][] rows = clusters(4000, 2);
        Path file = write(rows, 1);
        try (SimilarSongs graph = SimilarSongs.open(file, Method.GRAPH, (stage, done, total) -> {});
                SimilarSongs exact = SimilarSongs.open(file, Method.EXACT, (stage, done, total) -> {})) {
            assertTrue(graph.recallAt10().orElseThrow() > 0.95, () -> "recall " + graph.recallAt10());
            int same = 0;
            for (float[] query : clusters(50, 3)) {
                List<SimilarSong> found = graph.nearest(query, 10, Optional.empty());
                List<Integer> truth = exact.nearest(query, 10, Optional.empty()).stream()
                        .map(SimilarSong::row)
                        .toList();
                same += (int)
                        found.stream().filter(one -> truth.contains(one.row())).count();
                assertEquals(
                        cosine(query, rows[found.get(0).row()]), found.get(0).similarity(), 1e-5);
            }
            assertTrue(same > 0.95 * 500, "of 500 the graph found " + same);
        }
    }

    /** Also of rows that point almost the same way, whose cosines differ in the seventh digit, and of copies. */
    @Test
    void theGraphFindsAlmostAllOfFewAndManyRowsHoweverNearTheyAre() throws IOException {
        for (int rows : new int[] {10, 1000, 4000}) {
            for (float spread : new float[] {1, 1e-3f, 1e-4f}) {
                float[][] vectors = clusters(rows, rows);
                for (float[] vector : vectors) {
                    for (int d = 0; d < DIM; d++) {
                        vector[d] = 1 + spread * vector[d];
                    }
                }
                vectors[rows - 1] = vectors[0].clone();
                Path file = write(vectors, 1);
                Files.deleteIfExists(Path.of(file + ".graph.json"));
                try (SimilarSongs graph = SimilarSongs.open(file, Method.GRAPH, (stage, done, total) -> {})) {
                    double recall = graph.recallAt10().orElseThrow();
                    assertTrue(recall >= 0.95, "of " + rows + " rows, spread " + spread + ": " + recall);
                }
            }
        }
    }

    @Test
    void theGraphIsBuiltOnceAndAgainWhenTheMatrixChanged() throws IOException {
        Path file = write(clusters(300, 4), 1);
        AtomicInteger built = new AtomicInteger();
        open(file, built);
        assertEquals(300, built.getAndSet(0));
        open(file, built);
        assertEquals(0, built.get());
        write(clusters(310, 5), 1);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
        open(file, built);
        assertEquals(310, built.getAndSet(0));
        Files.writeString(Path.of(file + ".graph.json"), "{\"format\"");
        open(file, built);
        assertEquals(310, built.get());
    }

    @Test
    void aDamagedGraphIsBuiltAnew() throws IOException {
        Path file = write(clusters(300, 4), 1);
        AtomicInteger built = new AtomicInteger();
        open(file, built);
        Path graph = Path.of(file + ".graph");
        byte[] whole = Files.readAllBytes(graph);
        SplittableRandom random = new SplittableRandom(7);
        for (int damage = 0; damage < 12; damage++) {
            byte[] bytes = damage == 0 ? Arrays.copyOf(whole, whole.length - 1) : whole.clone();
            if (damage > 0) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(graph, bytes);
            built.set(0);
            open(file, built);
            assertEquals(300, built.get(), "damage " + damage);
        }
        for (String description : List.of("null", "[]", "{}", "[".repeat(5000), "{\"format\":3,\"space\":null}")) {
            Files.writeString(Path.of(file + ".graph.json"), description);
            built.set(0);
            open(file, built);
            assertEquals(300, built.get(), description);
        }
    }

    @Test
    void rowsThatAreNotFiniteAreNeverRankedAndNoQueryEither() throws IOException {
        float[][] rows = clusters(300, 8);
        float[] query = rows[0].clone();
        rows[7][3] = Float.NaN;
        rows[8][0] = Float.POSITIVE_INFINITY;
        rows[9][DIM - 1] = Float.NEGATIVE_INFINITY;
        Path file = write(rows, 1);
        for (Method method : List.of(Method.EXACT, Method.GRAPH)) {
            try (SimilarSongs songs = SimilarSongs.open(file, method, (stage, done, total) -> {})) {
                List<Integer> found = songs.nearest(query, 300, Optional.empty()).stream()
                        .map(SimilarSong::row)
                        .toList();
                assertEquals(297, found.size(), method.toString());
                assertEquals(0, found.get(0), method.toString());
                assertTrue(found.stream().noneMatch(row -> row >= 7 && row <= 9), found.toString());
                assertEquals(
                        "number 3 of the query is NaN, expected finite numbers; embed its song again",
                        assertThrows(EmbedException.class, () -> songs.nearest(rows[7], 3, Optional.empty()))
                                .getMessage());
            }
        }
    }

    private static void open(Path file, AtomicInteger built) throws IOException {
        SimilarSongs.open(file, Method.GRAPH, (stage, done, total) -> built.incrementAndGet())
                .close();
    }

    /** Each song has six rows near each other, which would fill the list if songs were not told apart. */
    @Test
    void everySongStandsOnceAndTheQuerysOwnIsLeftOut() throws IOException {
        float[][] rows = clusters(120, 6);
        Path file = write(rows, 6);
        for (Method method : List.of(Method.EXACT, Method.GRAPH)) {
            try (SimilarSongs songs = SimilarSongs.open(file, method, (stage, done, total) -> {})) {
                assertEquals(20, songs.songs());
                float[] query = songs.vectorOf("song, 7.mp3");
                List<SimilarSong> all = songs.nearest(query, 100, Optional.empty());
                assertEquals(20, all.stream().map(SimilarSong::path).distinct().count());
                List<SimilarSong> others = songs.nearest(query, 100, Optional.of("song, 7.mp3"));
                assertEquals(19, others.size());
                assertFalse(others.stream().anyMatch(one -> one.path().equals("song, 7.mp3")));
                assertEquals(1, songs.nearest(query, 1, Optional.empty()).size());
            }
        }
    }

    @Test
    void aSongIsFoundByAnyWayToItsFile() throws IOException {
        Path file = write(clusters(12, 7), 6);
        try (SimilarSongs songs = SimilarSongs.open(file, Method.AUTO, (stage, done, total) -> {})) {
            assertEquals(Optional.of("song, 1.mp3"), songs.find("./song, 1.mp3"));
            assertEquals(
                    Optional.of("song, 1.mp3"),
                    songs.find(Path.of("song, 1.mp3").toAbsolutePath().toString()));
            assertEquals(Optional.empty(), songs.find("song, 2.mp3"));
            assertEquals("song, 1.mp3", songs.songOf(6));
            assertEquals(
                    6 * 2.5,
                    songs.nearest(songs.vectorOf(6), 1, Optional.empty()).get(0).startSeconds() + 15,
                    1e-6);
        }
    }

    /** Songs 0 and 1 point one way, 2 and 3 another; each is the other's nearest, so one pair each is left of four. */
    @Test
    void everySongIsPairedWithItsNearestAndNoPairStandsTwice() throws IOException {
        Path file = write(new float[][] {{1, 0}, {1, 0.1f}, {0, 1}, {0.1f, 1}}, 1);
        Path list = folder.resolve("pairs.csv");
        try (SimilarSongs songs = SimilarSongs.open(file, Method.AUTO, ProgressListener.none())) {
            NeighbourPairs pairs = NeighbourPairs.of(songs, 1, ProgressListener.none());
            assertEquals(2, pairs.size());
            pairs.write(list, Optional.empty());
            assertEquals(
                    List.of("\"song, 0.mp3\",\"song, 1.mp3\"", "\"song, 2.mp3\",\"song, 3.mp3\""),
                    Files.readAllLines(list));
            pairs.write(list, Optional.of(Path.of("..")));
            String here = String.valueOf(Path.of("").toAbsolutePath().getFileName());
            assertTrue(Files.readString(list).startsWith("\"" + here + "/song, 0.mp3\","), Files.readString(list));
            EmbedException refused =
                    assertThrows(EmbedException.class, () -> pairs.write(list, Optional.of(Path.of("elsewhere"))));
            assertEquals(
                    "song, 0.mp3 is not below elsewhere, expected the folder that was embedded", refused.getMessage());
            assertEquals(6, NeighbourPairs.of(songs, 9, ProgressListener.none()).size());
        }
    }

    @Test
    void anotherDimensionIsRefused() throws IOException {
        Path file = write(clusters(12, 8), 6);
        try (SimilarSongs songs = SimilarSongs.open(file, Method.AUTO, (stage, done, total) -> {})) {
            EmbedException refused =
                    assertThrows(EmbedException.class, () -> songs.nearest(new float[64], 10, Optional.empty()));
            assertEquals(
                    file
                            + ": has rows of 19 numbers, the query has 64; use the encoder and the --pool that the catalogue"
                            + " was embedded with",
                    refused.getMessage());
        }
    }

    @Test
    void anIndexOfAnotherMatrixIsRefused() throws IOException {
        Path file = write(clusters(12, 8), 6);
        NpyFile.write(file, clusters(11, 8));
        EmbedException refused = assertThrows(
                EmbedException.class, () -> SimilarSongs.open(file, Method.AUTO, (stage, done, total) -> {}));
        assertTrue(refused.getMessage().contains("tells more rows than the matrix has, which is 11"));
    }

    @Test
    void aMatrixWithoutAnIndexHasRowsForSongs() throws IOException {
        Path file = folder.resolve("bare.npy");
        NpyFile.write(file, clusters(5, 8));
        try (SimilarSongs songs = SimilarSongs.open(file, Method.AUTO, (stage, done, total) -> {})) {
            assertEquals(
                    "row:3",
                    songs.nearest(songs.vectorOf(3), 1, Optional.empty()).get(0).path());
            assertNotEquals(
                    "row:3",
                    songs.nearest(songs.vectorOf(3), 1, Optional.of("row:3"))
                            .get(0)
                            .path());
            assertTrue(songs.origin().isEmpty());
        }
    }

    /** @param rowsPerSong windows of each song, 2.5 s apart */
    private Path write(float[][] rows, int rowsPerSong) throws IOException {
        Path file = folder.resolve("catalogue.npy");
        NpyFile.write(file, rows);
        StringBuilder index = new StringBuilder("row,path,start_s,end_s\n");
        for (int row = 0; row < rows.length; row++) {
            double start = row % rowsPerSong * 2.5;
            index.append(row + ",\"song, " + row / rowsPerSong + ".mp3\"," + start + "," + (start + 2.5) + "\n");
        }
        Files.writeString(folder.resolve("catalogue.index.csv"), index);
        return file;
    }

    /** Returns rows around forty centres, none below 0, as features are. */
    private static float[][] clusters(int rows, long seed) {
        SplittableRandom centres = new SplittableRandom(100);
        float[][] centre = new float[40][DIM];
        for (float[] one : centre) {
            for (int d = 0; d < DIM; d++) {
                one[d] = (float) centres.nextDouble();
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        float[][] vectors = new float[rows][DIM];
        for (float[] vector : vectors) {
            float[] near = centre[random.nextInt(centre.length)];
            for (int d = 0; d < DIM; d++) {
                vector[d] = (float) Math.max(0, near[d] + 0.3 * (random.nextDouble() - 0.5));
            }
        }
        return vectors;
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int n = 0; n < a.length; n++) {
            dot += (double) a[n] * b[n];
            lengthA += (double) a[n] * a[n];
            lengthB += (double) b[n] * b[n];
        }
        return dot / Math.sqrt(lengthA * lengthB);
    }
}
