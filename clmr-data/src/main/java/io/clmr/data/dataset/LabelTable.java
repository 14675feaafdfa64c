package io.clmr.data.dataset;

import io.clmr.data.dataset.DatasetConfig.LabelKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A file of {@code path,tag,tag…} without header.
 *
 * @param file where it was read
 * @param space all tags, in alphabetical order
 * @param tags tag indexes by clip key, in the file's order; no index at all means that none of the tags applies
 */
record LabelTable(Path file, LabelSpace space, Map<String, List<Integer>> tags) {

    /** @param anywhere whether clips may lie outside of the root */
    static LabelTable read(Path file, LabelKind wanted, boolean anywhere) throws DatasetException {
        Map<String, List<String>> names = new LinkedHashMap<>();
        Map<String, Long> lines = new HashMap<>();
        DelimitedFile.commas(file).forEach(row -> {
            String key = row.key(0, anywhere);
            // Spreadsheets fill short rows up with empty cells.
            List<String> cells =
                    row.cells().stream().skip(1).filter(cell -> !cell.isEmpty()).toList();
            if (new TreeSet<>(cells).size() != cells.size()) {
                throw row.malformed("names a tag twice: " + String.join(", ", cells));
            }
            if (wanted == LabelKind.SINGLE && cells.size() != 1) {
                throw row.malformed(key + " has " + cells.size()
                        + " tags, expected exactly one; use dataset.label_kind=multi if clips may have several");
            }
            Long first = lines.putIfAbsent(key, row.line());
            if (first != null) {
                throw row.malformed(key + " is on line " + first + " already, expected each path once");
            }
            names.put(key, cells);
        });
        List<String> sorted = List.copyOf(
                names.values().stream().flatMap(List::stream).collect(TreeSet::new, TreeSet::add, TreeSet::addAll));
        if (sorted.isEmpty()) {
            throw new DatasetException(file, "holds no tag in " + names.size() + " rows, expected path,tag,tag…");
        }
        Map<String, Integer> index = new HashMap<>();
        sorted.forEach(name -> index.put(name, index.size()));
        Map<String, List<Integer>> tags = new LinkedHashMap<>();
        names.forEach((key, cells) ->
                tags.put(key, cells.stream().map(index::get).sorted().toList()));
        return new LabelTable(file, new LabelSpace(sorted, kind(tags, wanted)), tags);
    }

    private static LabelSpace.Kind kind(Map<String, List<Integer>> tags, LabelKind wanted) {
        boolean single = wanted == LabelKind.SINGLE
                || (wanted == LabelKind.AUTO && tags.values().stream().allMatch(list -> list.size() == 1));
        return single ? LabelSpace.Kind.SINGLE : LabelSpace.Kind.MULTI;
    }

    /** Returns the same labels with other names for the clips; see {@link ClipCollection#renamed}. */
    LabelTable named(UnaryOperator<String> names) {
        return new LabelTable(file, space, ClipCollection.renamed(tags, names));
    }

    Optional<List<Integer>> of(String key) {
        return Optional.ofNullable(tags.get(key));
    }
}
