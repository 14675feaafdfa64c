package io.clmr.eval.probe;

import io.clmr.data.dataset.Clip;
import io.clmr.eval.probe.ProbeConfig.Subset;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The part of the training clips whose labels are used.
 *
 * <p>For one seed a smaller part lies within a larger one, and none depends on the order of the clips.
 */
public final class LabelSubset {
    private LabelSubset() {}

    /**
     * Draws the part.
     *
     * @param clips the labelled training clips
     * @param fraction above 0, to 1: of the songs, rounded up, or of each combination of tags, rounded down but at least
     *     one clip
     */
    public static List<Clip> draw(List<Clip> clips, Subset subset, double fraction, long seed) {
        if (fraction >= 1) {
            return clips;
        }
        return subset == Subset.SONGS ? songs(clips, fraction, seed) : balanced(clips, fraction, seed);
    }

    private static List<Clip> songs(List<Clip> clips, double fraction, long seed) {
        List<String> songs = clips.stream()
                .map(Clip::group)
                .distinct()
                .sorted(shuffled(seed))
                .toList();
        Set<String> chosen = new HashSet<>(songs.subList(0, (int) Math.ceil(fraction * songs.size())));
        return clips.stream().filter(clip -> chosen.contains(clip.group())).toList();
    }

    /** Differs from CLMR: clips are drawn where the first code drew single windows, ten of which made a clip. */
    private static List<Clip> balanced(List<Clip> clips, double fraction, long seed) {
        Map<List<Integer>, List<Clip>> byTags = clips.stream()
                .collect(Collectors.groupingBy(
                        clip -> clip.tags().orElse(List.of()), LinkedHashMap::new, Collectors.toList()));
        Set<String> chosen = new HashSet<>();
        byTags.forEach((tags, alike) -> alike.stream()
                .map(Clip::key)
                .sorted(shuffled(seed))
                .limit(Math.max(1, (int) (alike.size() * fraction)))
                .forEach(chosen::add));
        return clips.stream().filter(clip -> chosen.contains(clip.key())).toList();
    }

    private static Comparator<String> shuffled(long seed) {
        return Comparator.comparingLong((String text) -> place(text, seed)).thenComparing(Comparator.naturalOrder());
    }

    private static long place(String song, long seed) {
        CRC32 hash = new CRC32();
        hash.update(song.getBytes(StandardCharsets.UTF_8));
        long mixed = new SplittableRandom(seed).nextLong() ^ hash.getValue();
        return new SplittableRandom(mixed).nextLong();
    }
}
