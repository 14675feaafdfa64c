package io.clmr.data.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the makers of a split say it has; other figures mean other files.
 *
 * @param figures number by what is counted, such as {@code train}
 */
record PublishedFigures(Map<String, Integer> figures) {
    static final String TRAIN = "train";
    static final String VALID = "valid";
    static final String TEST = "test";
    static final String CLIPS = "clips";
    static final String SONGS = "songs";
    static final String TAGS = "tags";

    /** Returns figures for a split's three parts and tags. */
    static PublishedFigures of(int train, int valid, int test, int tags) {
        Map<String, Integer> figures = new LinkedHashMap<>();
        figures.put(TRAIN, train);
        figures.put(VALID, valid);
        figures.put(TEST, test);
        figures.put(TAGS, tags);
        return new PublishedFigures(figures);
    }

    /** Returns these figures and those of the whole dataset. */
    PublishedFigures withWhole(int clips, int songs) {
        Map<String, Integer> more = new LinkedHashMap<>(figures);
        more.put(CLIPS, clips);
        more.put(SONGS, songs);
        return new PublishedFigures(more);
    }

    /** Returns each figure that is another, with both numbers. */
    List<String> differences(Map<String, Integer> found) {
        return figures.entrySet().stream()
                .filter(figure -> !figure.getValue().equals(found.get(figure.getKey())))
                .map(figure ->
                        figure.getKey() + " " + found.get(figure.getKey()) + " (published " + figure.getValue() + ")")
                .toList();
    }
}
