package io.clmr.train.views;

import io.clmr.augment.Range;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the positive of an anchor, the first view of a track, is cut from.
 *
 * @param name the kind
 * @param distanceS of {@link Kind#NEIGHBOUR}: how far the starts of the two crops lie apart, in seconds
 * @param pairsFile of {@link Kind#PAIRS}: {@code path,path[,weight]} a line
 */
public record PositivesConfig(Kind name, Range distanceS, Optional<Path> pairsFile) {

    /** What makes two crops positives of each other. */
    public enum Kind {
        /** Both are cut from one clip, independently; the paper's. */
        SAME_CLIP,
        /** They are cut from one clip, at a drawn distance. */
        NEIGHBOUR,
        /** They are cut from two clips of one song. */
        SAME_SONG,
        /** They are cut from two clips of one album. */
        SAME_ALBUM,
        /** They are cut from two clips by one artist. */
        SAME_ARTIST,
        /** They are cut from two clips that a list pairs, such as neighbours in a playlist. */
        PAIRS;

        /** Returns the name used in the configuration. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public PositivesConfig {
        if (!(distanceS.min() >= 0)) {
            throw new IllegalArgumentException(
                    "distance_s is " + distanceS + ", expected seconds of at least 0; the direction is drawn");
        }
        if (name == Kind.PAIRS && pairsFile.isEmpty()) {
            throw new IllegalArgumentException("pairs_file is none, expected a list of pairs, since name is pairs");
        }
    }

    /** Returns the paper's choice, with the distances of MULE (McCallum et al. 2022) for whoever chooses neighbours. */
    public static PositivesConfig defaults() {
        return new PositivesConfig(Kind.SAME_CLIP, new Range(0, 5), Optional.empty());
    }

    /** Returns other positives. */
    public PositivesConfig withName(Kind other) {
        return new PositivesConfig(other, distanceS, pairsFile);
    }

    /** Returns whether a positive may be cut from another clip than its anchor. */
    public boolean joinsClips() {
        return name != Kind.SAME_CLIP && name != Kind.NEIGHBOUR;
    }
}
