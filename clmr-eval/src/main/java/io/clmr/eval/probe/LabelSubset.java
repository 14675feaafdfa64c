package io.clmr.eval.probe;

import io.clmr.data.dataset.Clip;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** The part of the training songs whose labels are used. */
final class LabelSubset {
    private LabelSubset() {}

    /**
     * Draws songs, not clips, so that one song's clips are all in or all out. For one seed a smaller part lies within
     * a larger one, and neither depends on the order of the clips.
     *
     * @param fraction of the songs, rounded up
     */
    static List<Clip> draw(List<Clip> clips, double fraction, long seed) {
        if (fraction >= 1) {
            return clips;
        }
        List<String> songs = clips.stream()
                .map(Clip::group)
                .distinct()
                .sorted(Comparator.comparingLong((String song) -> place(song, seed))
                        .thenComparing(song -> song))
                .toList();
        Set<String> chosen = new HashSet<>(songs.subList(0, (int) Math.ceil(fraction * songs.size())));
        return clips.stream().filter(clip -> chosen.contains(clip.group())).toList();
    }

    private static long place(String song, long seed) {
        CRC32 hash = new CRC32();
        hash.update(song.getBytes(StandardCharsets.UTF_8));
        long mixed = new SplittableRandom(seed).nextLong() ^ hash.getValue();
        return new SplittableRandom(mixed).nextLong();
    }
}
