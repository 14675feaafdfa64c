package io.clmr.eval.embed;

import io.clmr.base.files.FileState;
import io.clmr.eval.embed.FileNames.Named;
import io.clmr.eval.embed.JournalContent.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a run has to do to an output: which files are to be embedded, and whose rows go.
 *
 * <p>A file is its real path, its size and its time. Journals of earlier versions name files as they were spelled. Such a
 * name is looked up from the working folder, as then. It counts if the file has not changed since the journal was written.
 *
 * @param left files that are to be embedded, each once
 * @param reused files whose rows stay
 * @param changed files whose old rows go, since the files are not as they were
 * @param pruned files whose rows go, since the files are gone
 * @param dropped whose rows go
 * @param entries all finished files, now with what identifies them
 * @param notes what the journal has to say besides
 */
record Growth(
        List<Named> left, int reused, int changed, int pruned, Set<Entry> dropped, List<Entry> entries, String notes) {

    /**
     * Compares files with an output.
     *
     * @param before what the journal says; empty if there is no output yet
     * @param prune whether rows of files that are gone go too
     */
    static Growth of(
            OutputFiles files, Optional<JournalContent> before, List<Path> inputs, FileNames names, boolean prune)
            throws IOException {
        Comparing comparing = new Comparing(names);
        if (before.isPresent()) {
            comparing.know(
                    before.get(), Files.getLastModifiedTime(files.journal()).to(TimeUnit.NANOSECONDS));
        }
        Set<String> seen = new HashSet<>();
        for (Path input : inputs) {
            Named file = names.name(input);
            if (seen.add(file.state().map(FileState::uri).orElse(file.shown()))) {
                comparing.compare(file);
            }
        }
        if (prune) {
            comparing.prune();
        }
        return comparing.growth(before.flatMap(JournalContent::base));
    }

    /** The state of one comparison. */
    private static final class Comparing {
        private final FileNames names;
        private final List<Named> left = new ArrayList<>();
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, Integer> byFile = new HashMap<>(); // places in the entries
        private final Map<String, Integer> byPath = new HashMap<>();
        private final Map<Integer, Entry> identified = new LinkedHashMap<>();
        private final Set<Integer> dropped = new LinkedHashSet<>();
        private int reused;
        private int changed;
        private int pruned;

        Comparing(FileNames names) {
            this.names = names;
        }

        void know(JournalContent content, long journalNanos) {
            for (Entry entry : content.entries()) {
                int place = entries.size();
                Optional<FileState> file = entry.file().isPresent() ? entry.file() : earlier(entry, journalNanos);
                Entry known = new Entry(entry.path(), entry.rows(), entry.indexBytes(), file);
                entries.add(known);
                if (file.isPresent() && byFile.putIfAbsent(file.get().uri(), place) != null) {
                    dropped.add(place); // one file under two spellings
                    continue;
                }
                byPath.put(entry.path(), place);
                if (entry.file().isEmpty() && file.isPresent()) {
                    identified.put(place, known);
                }
            }
        }

        /** Looks a name of an earlier version up; a file that changed since then is given a state that no file has. */
        private Optional<FileState> earlier(Entry entry, long journalNanos) {
            try {
                return FileState.of(Path.of(entry.path()))
                        .map(state -> state.timeNanos() <= journalNanos
                                ? state
                                : new FileState(state.uri(), -1, state.timeNanos()))
                        .map(names::relative);
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }

        void compare(Named file) {
            Optional<Integer> same =
                    file.state().map(state -> byFile.get(state.uri())); // empty too if the file is not known
            Optional<Integer> named = Optional.ofNullable(byPath.get(file.shown()));
            if (same.isPresent()) {
                if (entries.get(same.get()).file().equals(file.state())) {
                    reused++;
                    return;
                }
                drop(same.get());
                changed++;
            } else if (file.state().isEmpty() && named.isPresent()) {
                reused++; // it is gone, and its rows stay until they are pruned
                return;
            } else if (named.isPresent()) { // the name, a link perhaps, stands for another file now
                drop(named.get());
                changed++;
            }
            left.add(file);
        }

        private void drop(int place) {
            dropped.add(place);
            identified.remove(place);
        }

        void prune() {
            for (int place = 0; place < entries.size(); place++) {
                if (!dropped.contains(place) && isGone(entries.get(place))) {
                    drop(place);
                    pruned++;
                }
            }
        }

        /** A relative name of an earlier version may be of another folder, so nothing is known of its file. */
        private boolean isGone(Entry entry) {
            try {
                boolean placed = entry.file().isPresent()
                        || names.base().isPresent()
                        || Path.of(entry.path()).isAbsolute();
                return placed && Files.notExists(names.place(entry.path()));
            } catch (InvalidPathException e) {
                return false;
            }
        }

        Growth growth(Optional<Path> baseBefore) {
            StringBuilder notes = new StringBuilder();
            identified.values().forEach(entry -> notes.append(entry.identityLine()));
            names.base()
                    .filter(base -> !baseBefore.equals(Optional.of(base)))
                    .ifPresent(base -> notes.append(JournalContent.baseLine(base)));
            Set<Entry> without = new HashSet<>();
            dropped.forEach(place -> without.add(entries.get(place)));
            return new Growth(
                    List.copyOf(left),
                    reused,
                    changed,
                    pruned,
                    Set.copyOf(without),
                    List.copyOf(entries),
                    notes.toString());
        }
    }
}
