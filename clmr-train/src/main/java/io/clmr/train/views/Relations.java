package io.clmr.train.views;

import io.clmr.train.views.PositivesConfig.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is known of tracks that belong together.
 *
 * @param tracks their number
 * @param pairs absent if no list was given
 */
record Relations(int tracks, TrackGroups songs, TrackGroups albums, TrackGroups artists, Optional<TrackPairs> pairs) {

    private static final List<Kind> GROUPS = List.of(Kind.SAME_SONG, Kind.SAME_ALBUM, Kind.SAME_ARTIST);

    Relations withPairs(TrackPairs given) {
        return new Relations(tracks, songs, albums, artists, Optional.of(given));
    }

    /** Returns the tracks that belong together in one way; of the kinds that join clips only. */
    Partners partners(Kind kind) {
        return switch (kind) {
            case SAME_SONG -> songs;
            case SAME_ALBUM -> albums;
            case SAME_ARTIST -> artists;
            case PAIRS ->
                pairs.orElseThrow(() -> new IllegalArgumentException(
                        "positives.name is pairs, but the training set was given none; see TrainingSet.withPairs"));
            case SAME_CLIP, NEIGHBOUR -> throw new IllegalArgumentException(kind.key() + " joins no clips");
        };
    }

    /** Returns how many tracks have another one that belongs to them. */
    int withPartner(Kind kind) {
        Partners partners = partners(kind);
        return (int) IntStream.range(0, tracks).filter(partners::has).count();
    }

    /** Returns what else may be asked for, for the message that a kind is not known here. */
    String alternatives() {
        String known = String.join(
                ", ",
                GROUPS.stream()
                        .filter(kind -> withPartner(kind) > 0)
                        .map(kind -> kind.key() + " (" + withPartner(kind) + " tracks)")
                        .toList());
        return Stream.of(known, "same_clip and neighbour, which need nothing")
                .filter(text -> !text.isEmpty())
                .reduce((first, second) -> first + "; or " + second)
                .orElseThrow();
    }
}
