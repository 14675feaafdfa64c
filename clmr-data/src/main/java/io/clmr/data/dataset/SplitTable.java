package io.clmr.data.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A file of {@code path,train|valid|test} without header; what it does not name is in no split. */
record SplitTable(Path file, Map<String, Split> splits) {
    private static final Map<String, Split> NAMES =
            Map.of("train", Split.TRAIN, "valid", Split.VALID, "test", Split.TEST);

    /** @param anywhere whether clips may lie outside of the root */
    static SplitTable read(Path file, boolean anywhere) throws DatasetException {
        Map<String, Split> splits = new LinkedHashMap<>();
        Map<String, Long> lines = new HashMap<>();
        DelimitedFile.commas(file).forEach(row -> {
            if (row.cells().size() != 2) {
                throw row.malformed(
                        "has " + row.cells().size() + " cells, expected two: path,train or path,valid or path,test");
            }
            String key = row.key(0, anywhere);
            Split split = NAMES.get(row.cells().get(1));
            if (split == null) {
                throw row.malformed("split is \"" + row.cells().get(1) + "\", expected train, valid or test");
            }
            Long first = lines.putIfAbsent(key, row.line());
            if (first != null) {
                throw row.malformed(key + " is on line " + first + " already, expected each path once");
            }
            splits.put(key, split);
        });
        return new SplitTable(file, splits);
    }

    /** Returns the same split with other names for the clips; see {@link ClipCollection#renamed}. */
    SplitTable named(UnaryOperator<String> names) {
        return new SplitTable(file, ClipCollection.renamed(splits, names));
    }

    Split of(String key) {
        return splits.getOrDefault(key, Split.UNASSIGNED);
    }
}
