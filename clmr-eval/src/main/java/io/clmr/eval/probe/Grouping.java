package io.clmr.eval.probe;

import io.clmr.data.dataset.Clip;
import io.clmr.eval.probe.ProbeConfig.Intervals;
import java.util.List;

/** What test clips are resampled with for the intervals. */
enum Grouping {
    CLIP,
    SONG,
    ARTIST;

    /**
     * Chooses the unit.
     *
     * @throws IllegalArgumentException if artists are wanted and a clip has none
     */
    static Grouping of(Intervals wanted, List<Clip> clips) {
        boolean artistsKnown = clips.stream().allMatch(clip -> clip.artist().isPresent());
        return switch (wanted) {
            case AUTO -> artistsKnown ? ARTIST : SONG;
            case CLIP -> CLIP;
            case SONG -> SONG;
            case ARTIST -> {
                if (!artistsKnown) {
                    throw new IllegalArgumentException("probe.intervals is artist, but the dataset does not tell the"
                            + " artist of every test clip; use song or clip");
                }
                yield ARTIST;
            }
        };
    }

    /** Returns the unit each clip belongs to. */
    List<String> of(List<Clip> clips) {
        return clips.stream()
                .map(clip -> switch (this) {
                    case CLIP -> clip.key();
                    case SONG -> clip.group();
                    case ARTIST -> clip.artist().orElseThrow();
                })
                .toList();
    }
}
