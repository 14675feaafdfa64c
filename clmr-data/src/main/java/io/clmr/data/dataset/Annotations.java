package io.clmr.data.dataset;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MagnaTagATune's {@code annotations_final.csv}: clip id, one column a tag, path; tab-separated, quoted, with a header.
 *
 * @param names the tags of the header
 * @param tags which of them a clip has, by clip id
 * @param paths the published path, by clip id
 */
record Annotations(List<String> names, Map<String, BitSet> tags, Map<String, String> paths) {

    static Annotations read(Path file) throws DatasetException {
        Map<String, BitSet> tags = new HashMap<>();
        Map<String, String> paths = new HashMap<>();
        List<List<String>> header = new java.util.ArrayList<>();
        DelimitedFile.tabs(file).forEach(row -> {
            List<String> cells = row.cells();
            if (header.isEmpty()) {
                if (cells.size() < 3
                        || !cells.get(0).equals("clip_id")
                        || !cells.get(cells.size() - 1).equals("mp3_path")) {
                    throw row.malformed("expected a header clip_id, one column a tag, mp3_path, separated by tabs");
                }
                header.add(cells.subList(1, cells.size() - 1));
                return;
            }
            int names = header.get(0).size();
            if (cells.size() != names + 2) {
                throw row.malformed("has " + cells.size() + " cells, expected " + (names + 2) + " as in the header");
            }
            BitSet set = new BitSet(names);
            for (int i = 0; i < names; i++) {
                String cell = cells.get(i + 1);
                if (cell.equals("1")) {
                    set.set(i);
                } else if (!cell.equals("0")) {
                    throw row.malformed("tag " + header.get(0).get(i) + " is \"" + cell + "\", expected 0 or 1");
                }
            }
            tags.put(cells.get(0), set);
            paths.put(cells.get(0), row.key(names + 1));
        });
        if (header.isEmpty()) {
            throw new DatasetException(file, "is empty, expected a header and one row a clip");
        }
        return new Annotations(List.copyOf(header.get(0)), tags, paths);
    }

    Optional<String> path(String id) {
        return Optional.ofNullable(paths.get(id));
    }
}
