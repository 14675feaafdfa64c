package io.clmr.eval.embed;

import io.clmr.base.files.FileState;
import io.clmr.base.files.PathText;
import io.clmr.eval.embed.JournalContent.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the files of an index, whatever way leads to them.
 *
 * <p>A file is the one that was embedded if its real path is. Where no journal says the real path, as in those of earlier
 * versions, the names are compared.
 */
public final class IndexedFiles {
    private final FileNames names;
    private final Map<String, Entry> byFile = new HashMap<>();
    private final Set<String> unidentified;
    private final Set<String> paths;

    private IndexedFiles(List<String> paths, List<Entry> entries, FileNames names) {
        this.names = names;
        this.paths = new LinkedHashSet<>(paths);
        unidentified = new LinkedHashSet<>(paths);
        for (Entry entry : entries) {
            if (entry.file().isPresent() && this.paths.contains(entry.path())) {
                byFile.put(entry.file().get().uri(), entry);
                unidentified.remove(entry.path());
            }
        }
    }

    /**
     * Takes the paths of an index.
     *
     * @param journal what the journal beside it says
     * @param base the folder that its paths are relative to; empty = the one that the journal names
     * @throws EmbedException if the given base is no folder
     */
    public static IndexedFiles of(List<String> paths, Optional<JournalContent> journal, Optional<Path> base)
            throws IOException {
        Optional<Path> folder =
                base.or(() -> journal.flatMap(JournalContent::base).filter(Files::isDirectory));
        return new IndexedFiles(paths, journal.map(JournalContent::entries).orElse(List.of()), FileNames.below(folder));
    }

    /** Returns the path by which the index names a file, if it has it. */
    public Optional<String> find(String path) {
        Optional<FileState> file = state(path);
        if (file.isEmpty()) { // a path of the index, of a file that is not here
            return paths.contains(path) ? Optional.of(path) : byPlace(path, paths);
        }
        Entry entry = byFile.get(file.get().uri());
        if (entry != null) {
            return Optional.of(entry.path());
        }
        return unidentified.contains(path) ? Optional.of(path) : byPlace(path, unidentified);
    }

    /** Returns whether a file is as it was when it was embedded, as far as that is known. */
    public boolean isAsEmbedded(String path) {
        Optional<FileState> file = state(path);
        Entry entry = file.isPresent() ? byFile.get(file.get().uri()) : null;
        return entry == null || entry.file().equals(file);
    }

    /** Returns where a file of the index lies. */
    public Path place(String path) {
        return names.place(path);
    }

    private Optional<FileState> state(String path) {
        try {
            return FileState.of(PathText.parse(path)).map(names::relative);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<String> byPlace(String path, Set<String> among) {
        try {
            Path wanted = Path.of(path).toAbsolutePath().normalize();
            return among.stream()
                    .filter(one -> wanted.equals(names.place(one).normalize()))
                    .findFirst();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
