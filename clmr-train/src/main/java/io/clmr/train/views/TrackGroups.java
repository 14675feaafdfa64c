package io.clmr.train.views;

import io.clmr.augment.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Tracks that share a name: that of their song, album or artist. Each other track of a group is equally likely. */
final class TrackGroups implements Partners {

    private static final int NO_GROUP = -1;

    private final List<Optional<String>> names;
    private final int[] groups; // of each track
    private final int[][] members; // of each group, ascending

    /** @param names of each track, in the set's order; absent where nobody knows */
    TrackGroups(List<Optional<String>> names) {
        this.names = List.copyOf(names);
        Map<String, Integer> known = new HashMap<>();
        groups = names.stream()
                .mapToInt(name -> name.map(text -> known.computeIfAbsent(text, key -> known.size()))
                        .orElse(NO_GROUP))
                .toArray();
        List<List<Integer>> found = new ArrayList<>();
        known.forEach((name, group) -> found.add(new ArrayList<>()));
        for (int track = 0; track < groups.length; track++) {
            if (groups[track] != NO_GROUP) {
                found.get(groups[track]).add(track);
            }
        }
        members = found.stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Returns the number of groups. */
    int count() {
        return members.length;
    }

    /** Returns the number of each track's group, from 0 in the order in which they first appear; all must have one. */
    int[] numbers() {
        if (IntStream.of(groups).anyMatch(group -> group == NO_GROUP)) {
            throw new IllegalStateException("some tracks belong to no group");
        }
        return groups.clone();
    }

    @Override
    public boolean has(int track) {
        return groups[track] != NO_GROUP && members[groups[track]].length > 1;
    }

    @Override
    public int draw(int track, RandomStream stream) {
        int[] group = members[groups[track]];
        int own = Arrays.binarySearch(group, track);
        int drawn = stream.uniformInt(0, group.length - 2); // among the others
        return group[drawn < own ? drawn : drawn + 1];
    }

    @Override
    public void describe(Consumer<String> words) {
        names.forEach(name -> words.accept(name.orElse("")));
    }
}
