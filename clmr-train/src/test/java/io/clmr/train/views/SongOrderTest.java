package io.clmr.train.views;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.augment.RandomStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SongOrderTest {

    @Property(tries = 300, seed = "42")
    void noBatchMeetsASongTwiceAndNoTrackComesTwice(
            @ForAll long seed,
            @ForAll @LongRange(min = 0, max = 1_000_000) long epoch,
            @ForAll @IntRange(min = 1, max = 300) int tracks,
            @ForAll @IntRange(min = 1, max = 60) int mostSongs,
            @ForAll @IntRange(min = 2, max = 20) int batchSize) {
        int[] songs = songs(seed, tracks, mostSongs);

        int[] order = SongOrder.of(seed, epoch, songs, batchSize);

        assertEquals(SongOrder.batches(songs, batchSize) * batchSize, order.length);
        assertEquals(order.length, Arrays.stream(order).distinct().count());
        for (int start = 0; start < order.length; start += batchSize) {
            Set<Integer> met = new HashSet<>();
            for (int i = start; i < start + batchSize; i++) {
                assertTrue(met.add(songs[order[i]]), "song " + songs[order[i]] + " twice");
            }
        }
        assertArrayEquals(order, SongOrder.of(seed, epoch, songs, batchSize));
    }

    @Property(tries = 300, seed = "42")
    void oneMoreBatchWouldBeImpossible(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int tracks,
            @ForAll @IntRange(min = 1, max = 60) int mostSongs,
            @ForAll @IntRange(min = 2, max = 20) int batchSize) {
        int[] songs = songs(seed, tracks, mostSongs);

        int more = SongOrder.batches(songs, batchSize) + 1;

        int places = 0; // that all songs together can fill in so many batches, each once a batch
        for (int song = 0; song < mostSongs; song++) {
            int number = song;
            int clips = (int) Arrays.stream(songs).filter(of -> of == number).count();
            places += Math.min(clips, more);
        }
        assertTrue(places < more * batchSize, places + " places for " + more + " batches");
    }

    @Property(tries = 50, seed = "42")
    void songsOfOneClipLoseNoBatch(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 300) int tracks,
            @ForAll @IntRange(min = 2, max = 20) int batchSize) {
        int[] songs = IntStream.range(0, tracks).toArray();

        assertEquals(tracks / batchSize, SongOrder.batches(songs, batchSize));
        assertEquals(tracks / batchSize * batchSize, SongOrder.of(seed, 3, songs, batchSize).length);
    }

    @Test
    void ofASongWithMoreClipsThanBatchesOthersTakePartInTheNextEpochs() {
        int[] songs = new int[60]; // song 0 has 41 clips, and there are 19 others of one
        for (int i = 41; i < 60; i++) {
            songs[i] = i - 40;
        }
        Set<Integer> heard = new HashSet<>();

        assertEquals(6, SongOrder.batches(songs, 4)); // 6 + 19 >= 24, but 7 + 19 < 28
        for (int epoch = 0; epoch < 100; epoch++) {
            int[] order = SongOrder.of(7, epoch, songs, 4);
            assertTrue(Arrays.stream(order).filter(track -> track <= 40).count() <= 6);
            Arrays.stream(order).forEach(heard::add);
        }

        assertEquals(60, heard.size());
        assertFalse(Arrays.equals(SongOrder.of(7, 0, songs, 4), SongOrder.of(7, 1, songs, 4)));
    }

    @Test
    void fewerSongsThanABatchHasGiveNoBatch() {
        assertEquals(0, SongOrder.batches(new int[] {0, 0, 0, 1, 1, 1, 2, 2}, 4));
        assertEquals(0, SongOrder.batches(new int[0], 4));
    }

    private static int[] songs(long seed, int tracks, int mostSongs) {
        RandomStream stream = RandomStream.of(seed);
        int[] songs = new int[tracks];
        for (int i = 0; i < tracks; i++) { // some songs far longer than others
            songs[i] = stream.uniformInt(0, stream.uniformInt(0, mostSongs - 1));
        }
        return songs;
    }
}
