package io.clmr.data.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out what the columns of MagnaTagATune's label vectors are called, which the split files do not say. */
public final class TagNames {
    /** The order of the published split files of Pons et al., by falling number of clips. */
    private static final List<String> PUBLISHED = List.of(
            "guitar",
            "classical",
            "slow",
            "techno",
            "strings",
            "drums",
            "electronic",
            "rock",
            "fast",
            "piano",
            "ambient",
            "beat",
            "violin",
            "vocal",
            "synth",
            "female",
            "indian",
            "opera",
            "male",
            "singing",
            "vocals",
            "no vocals",
            "harpsichord",
            "loud",
            "quiet",
            "flute",
            "woman",
            "male vocal",
            "no vocal",
            "pop",
            "soft",
            "sitar",
            "solo",
            "man",
            "classic",
            "choir",
            "voice",
            "new age",
            "dance",
            "male voice",
            "female vocal",
            "beats",
            "harp",
            "cello",
            "no voice",
            "weird",
            "country",
            "metal",
            "female voice",
            "choral");

    private TagNames() {}

    /** Returns the fifty tags of MagnaTagATune in the order of the published split files and heads. */
    public static List<String> magnaTagATune() {
        return PUBLISHED;
    }

    /**
     * Returns the lines of tags.txt; else the list in output_labels_mtt.txt; else the annotation columns that equal the
     * vectors; else the published order.
     */
    static List<String> find(Path base, TagVectors vectors, Optional<Annotations> annotations) throws DatasetException {
        Path file = base.resolve("tags.txt");
        if (Files.exists(file)) {
            return checked(
                    file,
                    TextFile.lines(file).stream()
                            .filter(line -> !line.isEmpty())
                            .toList(),
                    vectors.length());
        }
        Path published = base.resolve("output_labels_mtt.txt");
        if (Files.exists(published)) {
            return checked(published, pythonList(published), vectors.length());
        }
        Optional<List<String>> matched = annotations.flatMap(table -> match(vectors, table));
        if (matched.isPresent()) {
            return matched.get();
        }
        if (vectors.length() != PUBLISHED.size()) {
            throw new DatasetException(
                    file,
                    "is not there, and the names of " + vectors.length()
                            + " tags are not known otherwise; write one name a line, in the order of the label vectors");
        }
        return PUBLISHED;
    }

    /** Returns the names if there are as many as wanted and each is there once. */
    static List<String> checked(Path file, List<String> names, int wanted) throws DatasetException {
        if (names.size() != wanted) {
            throw new DatasetException(
                    file,
                    "has " + names.size() + " tags, expected " + wanted + ": as many as the label vectors are long");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank() || !seen.add(name)) {
                throw new DatasetException(
                        file,
                        "names the tag " + PythonList.shown(name)
                                + (name.isBlank() ? ", expected a name" : " twice, expected each name once"));
            }
        }
        return names;
    }

    /** Reads the published {@code NAME = ['rock', 'pop']}; nothing is ever evaluated. */
    static List<String> pythonList(Path file) throws DatasetException {
        List<String> lines = TextFile.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            int bracket = lines.get(i).indexOf('[');
            if (bracket >= 0 && !lines.get(i).startsWith("#")) {
                try {
                    return PythonList.parse(lines.get(i).substring(bracket));
                } catch (PythonList.NotAList e) {
                    throw new DatasetException(file, i + 1, "the list of tags " + e.getMessage());
                }
            }
        }
        throw new DatasetException(file, "holds no list of tags, expected a line such as LABELS = ['rock', 'pop']");
    }

    /** Returns for each vector column the one annotation column that is equal on all clips; empty if there is not one. */
    private static Optional<List<String>> match(TagVectors vectors, Annotations annotations) {
        List<BitSet> candidates = new ArrayList<>();
        for (int i = 0; i < vectors.length(); i++) {
            BitSet all = new BitSet();
            all.set(0, annotations.names().size());
            candidates.add(all);
        }
        for (String id : vectors.ids()) {
            BitSet given = annotations.tags().get(id);
            if (given == null) {
                return Optional.empty();
            }
            BitSet mine = new BitSet();
            vectors.tags(id).orElse(List.of()).forEach(mine::set);
            for (int i = 0; i < candidates.size(); i++) {
                if (mine.get(i)) {
                    candidates.get(i).and(given);
                } else {
                    candidates.get(i).andNot(given);
                }
            }
        }
        if (candidates.stream().anyMatch(columns -> columns.cardinality() != 1)) {
            return Optional.empty();
        }
        return Optional.of(candidates.stream()
                .map(columns -> annotations.names().get(columns.nextSetBit(0)))
                .toList());
    }
}
