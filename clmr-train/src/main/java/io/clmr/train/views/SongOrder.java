package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An epoch in whose batches no song is met twice, a function of seed and epoch alone.
 *
 * <p>Dealt like cards: with the clips of each song lying together, clip i goes to batch i modulo the number of batches,
 * and a song with no more clips than there are batches is spread over as many. Of a longer song the first clips in the
 * epoch's shuffled order take part, which are others in every epoch.
 */
final class SongOrder {

    /** Tells this stream apart from the epoch's shuffle and from the views. */
    private static final long PURPOSE = 0x736f6e67L; // "song"

    private SongOrder() {}

    /**
     * Returns the most whole batches that are possible, the same in every epoch.
     *
     * <p>A song fills a place in at most k of k batches, so k are possible if the sum of min(clips, k) over all songs
     * is at least k · batch size; dealing shows that this is also enough.
     *
     * @param songs number of each track's song, from 0
     */
    static int batches(int[] songs, int batchSize) {
        int[] clips = new int[Arrays.stream(songs).max().orElse(-1) + 1];
        for (int song : songs) {
            clips[song]++;
        }
        int possible = 0;
        int tooMany = songs.length / batchSize + 1;
        while (tooMany - possible > 1) { // what is possible for k is possible for fewer
            int k = (possible + tooMany) >>> 1;
            long places =
                    Arrays.stream(clips).mapToLong(count -> Math.min(count, k)).sum();
            if (places >= (long) k * batchSize) {
                possible = k;
            } else {
                tooMany = k;
            }
        }
        return possible;
    }

    /**
     * Returns the tracks of the epoch's batches, one batch after the other.
     *
     * @param songs number of each track's song, from 0
     * @return batches · batchSize different tracks
     */
    static int[] of(long seed, long epoch, int[] songs, int batchSize) {
        int batches = batches(songs, batchSize);
        List<Integer> dealt = dealt(EpochOrder.of(seed, epoch, songs.length), songs, batches, batches * batchSize);
        int[] places = EpochOrder.shuffled(RandomStream.of(seed, PURPOSE, epoch), batches);
        int[] order = new int[batches * batchSize];
        for (int i = 0; i < order.length; i++) {
            order[places[i % batches] * batchSize + i / batches] = dealt.get(i);
        }
        return order;
    }

    /** Chooses the first tracks in the shuffled order, at most {@code most} a song, and puts songs together. */
    private static List<Integer> dealt(int[] shuffled, int[] songs, int most, int wanted) {
        Map<Integer, List<Integer>> bySong = new LinkedHashMap<>(); // in the order in which the songs appear
        int chosen = 0;
        for (int i = 0; i < shuffled.length && chosen < wanted; i++) {
            List<Integer> song = bySong.computeIfAbsent(songs[shuffled[i]], number -> new ArrayList<>());
            if (song.size() < most) {
                song.add(shuffled[i]);
                chosen++;
            }
        }
        return bySong.values().stream().flatMap(List::stream).toList();
    }
}
