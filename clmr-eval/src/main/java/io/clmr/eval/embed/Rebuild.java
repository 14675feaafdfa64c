package io.clmr.eval.embed;

import io.clmr.base.files.WholeFile;
import io.clmr.eval.embed.JournalContent.Entry;
import io.clmr.eval.embed.JournalContent.Replacement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the matrix and the index of an output anew without some of its files; those of a finished table, too, of which
 * only the table is left.
 *
 * <p>A kill at any moment leaves the output as it was, or as it is to be. The new files lie beside the old ones under
 * random names, which the journal notes before they are made and once more when they are whole. From then on they take
 * their places: index, matrix, and the journal last. Who opens the output after a kill does what is left to do.
 */
final class Rebuild {
    private static final long COMMIT_NANOS = 2_000_000_000L;

    private Rebuild() {}

    /**
     * Makes an output anew.
     *
     * @param content what its journal says
     * @param head the first lines of its new journal
     * @param without files that are left out
     */
    static void run(OutputFiles files, JournalContent content, String head, Set<Entry> without, int dim)
            throws IOException {
        List<Path> made = new ArrayList<>();
        boolean ready = false;
        try (Journal old = Journal.goOn(files.journal(), content)) {
            for (Path file : List.of(files.matrix(), files.index(), files.journal())) {
                made.add(WholeFile.createUnfinished(file));
            }
            Path matrix = made.get(0);
            Path index = made.get(1);
            Path journalFile = made.get(2);
            old.append(replacement(matrix, index, journalFile, false).line());
            try (Journal journal = Journal.begin(journalFile, head);
                    EmbeddingStore store = EmbeddingStore.open(journal, matrix, index, dim, COMMIT_NANOS)) {
                Copying copying = new Copying(files, content.entries(), without, store);
                if (content.complete()) {
                    EmbeddingTable.read(files.output(), files.format(), copying::take);
                } else {
                    EmbeddingTable.read(files.matrix(), files.index(), copying::take);
                }
                copying.end();
            }
            old.append(replacement(matrix, index, journalFile, true).line());
            ready = true;
        } finally {
            if (!ready) {
                for (Path file : made) {
                    Files.deleteIfExists(file);
                }
            }
        }
        finish(files, replacement(made.get(0), made.get(1), made.get(2), true));
    }

    private static Replacement replacement(Path matrix, Path index, Path journal, boolean ready) {
        return new Replacement(name(matrix), name(index), name(journal), ready);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** Ends what a killed process began: the new files take their places, or go if they are not whole. */
    static void finish(OutputFiles files, Replacement replacement) throws IOException {
        put(replacement.index(), files.index(), replacement.ready());
        put(replacement.matrix(), files.matrix(), replacement.ready());
        put(replacement.journal(), files.journal(), replacement.ready());
    }

    private static void put(String name, Path target, boolean ready) throws IOException {
        if (!WholeFile.isUnfinished(name) || !Path.of(name).equals(Path.of(name).getFileName())) {
            throw new EmbedException(target + ": its journal names " + name + ", which is no file of this program");
        }
        Path made = target.toAbsolutePath().resolveSibling(name);
        if (Files.exists(made)) {
            if (ready) {
                WholeFile.move(made, target);
            } else {
                Files.delete(made);
            }
        }
    }

    /** Takes rows and passes on those of files that stay, a file at a time. */
    private static final class Copying {
        private final OutputFiles files;
        private final Iterator<Entry> entries;
        private final Set<Entry> without;
        private final EmbeddingStore store;
        private final List<float[]> rows = new ArrayList<>();
        private final List<Double> starts = new ArrayList<>();
        private final List<Double> ends = new ArrayList<>();
        private Entry current = new Entry("", 0, 0, Optional.empty());
        private long taken;

        Copying(OutputFiles files, List<Entry> entries, Set<Entry> without, EmbeddingStore store) {
            this.files = files;
            this.entries = entries.iterator();
            this.without = without;
            this.store = store;
        }

        void take(String path, String start, String end, float[] row) throws IOException {
            if (taken == current.rows()) {
                write();
                if (!entries.hasNext()) {
                    throw other();
                }
                current = entries.next();
            }
            if (!path.equals(current.path())) {
                throw other();
            }
            taken++;
            rows.add(row);
            starts.add(Double.parseDouble(start));
            ends.add(Double.parseDouble(end));
        }

        void end() throws IOException {
            if (taken != current.rows() || entries.hasNext()) {
                throw other();
            }
            write();
        }

        private void write() throws IOException {
            if (!rows.isEmpty() && !without.contains(current)) {
                store.add(
                        current.path(),
                        current.file(),
                        new Embedding(
                                rows.toArray(float[][]::new),
                                starts.stream().mapToDouble(Double::doubleValue).toArray(),
                                ends.stream().mapToDouble(Double::doubleValue).toArray()));
            }
            rows.clear();
            starts.clear();
            ends.clear();
        }

        private EmbedException other() {
            return new EmbedException(files.output() + ": holds other rows than its journal says;"
                    + " name another file, or start over with --force");
        }
    }
}
