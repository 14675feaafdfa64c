package io.clmr.data.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The label vectors of split files (clip id, tab, list of 0 and 1); every row must have as many labels as the first. */
final class TagVectors {
    private final Set<String> knownIds;
    private final String index;
    private final Map<String, List<Integer>> tagsById = new LinkedHashMap<>();
    private final Map<String, Split> splitById = new LinkedHashMap<>();
    private int length = -1;

    /**
     * @param knownIds the clips there are
     * @param index the file that says so, for messages
     */
    TagVectors(Set<String> knownIds, String index) {
        this.knownIds = knownIds;
        this.index = index;
    }

    void read(Path file, Split split) throws DatasetException {
        DelimitedFile.tabs(file).forEach(row -> {
            if (row.cells().size() != 2) {
                throw row.malformed("has " + row.cells().size() + " cells, expected clip id, tab, list of 0 and 1");
            }
            String id = row.cells().get(0);
            if (!knownIds.contains(id)) {
                throw row.malformed("clip " + id + " is not in " + index + "; the two files are of different releases");
            }
            Split other = splitById.putIfAbsent(id, split);
            if (other != null) {
                throw row.malformed("clip " + id + " is in " + other + " already, expected each clip in one split");
            }
            tagsById.put(id, parse(row));
        });
    }

    /** Reads {@code [0, 1, 0]}; nothing is ever evaluated. */
    private List<Integer> parse(DelimitedFile.Row row) throws DatasetException {
        List<String> items;
        try {
            items = PythonList.parse(row.cells().get(1));
        } catch (PythonList.NotAList e) {
            throw row.malformed("the list of labels " + e.getMessage());
        }
        if (length < 0) {
            length = items.size();
        }
        if (items.size() != length) {
            throw row.malformed("has " + items.size() + " labels, expected " + length + " as in the first row");
        }
        List<Integer> tags = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String item = items.get(i);
            if (item.equals("1") || item.equals("1.0") || item.equals("1.")) {
                tags.add(i);
            } else if (!item.equals("0") && !item.equals("0.0") && !item.equals("0.")) {
                throw row.malformed("label " + i + " is " + PythonList.shown(item) + ", expected 0 or 1");
            }
        }
        return List.copyOf(tags);
    }

    /** Returns the number of tags. */
    int length() {
        return Math.max(0, length);
    }

    Set<String> ids() {
        return tagsById.keySet();
    }

    Split split(String id) {
        return splitById.getOrDefault(id, Split.UNASSIGNED);
    }

    Optional<List<Integer>> tags(String id) {
        return Optional.ofNullable(tagsById.get(id));
    }
}
