package io.clmr.data.dataset;

import io.clmr.data.dataset.MusicDataset.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what loading notices: everything is counted, the first few are named. */
final class Findings {
    static final String WITHOUT_LABELS = Finding.WITHOUT_LABELS;
    static final String WITHOUT_AUDIO = Finding.WITHOUT_AUDIO;
    static final String WITHOUT_SPLIT = "clips in no split";
    static final String OTHER_FIGURES = "figures differ from the published ones";
    static final String SONGS_IN_SEVERAL_SPLITS = Finding.SONGS_IN_SEVERAL_SPLITS;

    private static final int EXAMPLES = 5;

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Map<String, List<String>> examples = new LinkedHashMap<>();

    void add(String what, String example) {
        counts.merge(what, 1, Integer::sum);
        List<String> named = examples.computeIfAbsent(what, key -> new ArrayList<>());
        if (named.size() < EXAMPLES) {
            named.add(example);
        }
    }

    /** Notes something with every example, because each one says more than its name. */
    void addAll(String what, List<String> all) {
        if (!all.isEmpty()) {
            counts.merge(what, all.size(), Integer::sum);
            examples.computeIfAbsent(what, key -> new ArrayList<>()).addAll(all);
        }
    }

    int count(String what) {
        return counts.getOrDefault(what, 0);
    }

    /** Notes songs that are in more than one of the three splits: what was heard in training is known in the test. */
    void addSplitSongs(List<Clip> clips) {
        Map<String, Split> seen = new LinkedHashMap<>();
        Map<String, Boolean> noted = new LinkedHashMap<>();
        for (Clip clip : clips) {
            if (clip.split() != Split.UNASSIGNED) {
                Split first = seen.putIfAbsent(clip.group(), clip.split());
                if (first != null && first != clip.split() && noted.put(clip.group(), true) == null) {
                    add(SONGS_IN_SEVERAL_SPLITS, clip.group());
                }
            }
        }
    }

    List<Finding> list() {
        return counts.entrySet().stream()
                .map(entry ->
                        new Finding(entry.getKey(), entry.getValue(), examples.getOrDefault(entry.getKey(), List.of())))
                .toList();
    }
}
