package io.clmr.data.list;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what is called by a name in another form of Unicode: macOS writes {@code é} as two characters (NFD), others as one
 * (NFC). Where both are there, each name means itself.
 */
public final class ExistingName {
    private final Set<String> names;
    private final Map<String, String> byForm = new HashMap<>();

    /** @param names that are there */
    public ExistingName(Set<String> names) {
        this.names = names;
        for (String name : names) {
            if (!isPlain(name)) {
                byForm.putIfAbsent(composed(name), name);
            }
        }
    }

    /** Returns the name that is there for one that was written; empty if there is none. */
    public Optional<String> find(String written) {
        return names.contains(written)
                ? Optional.of(written)
                : Optional.ofNullable(isPlain(written) ? null : byForm.get(composed(written)));
    }

    /** Returns the file that a path means: the path itself if it is there, or nothing is there in another form. */
    public static Path of(Path path) {
        if (isPlain(path.toString()) || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return path;
        }
        Path found = path.isAbsolute() ? path.getRoot() : Path.of("");
        for (Path name : path) {
            Optional<Path> next = below(found, name);
            if (next.isEmpty()) {
                return path;
            }
            found = next.get();
        }
        return found;
    }

    private static Optional<Path> below(Path folder, Path name) {
        Path exact = folder.resolve(name);
        if (Files.exists(exact, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(exact);
        }
        for (Normalizer.Form form : new Normalizer.Form[] {Normalizer.Form.NFC, Normalizer.Form.NFD}) {
            try {
                Path other = folder.resolve(Normalizer.normalize(name.toString(), form));
                if (Files.exists(other, LinkOption.NOFOLLOW_LINKS)) {
                    return Optional.of(other);
                }
            } catch (InvalidPathException e) { // the locale cannot write it
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    private static boolean isPlain(String name) {
        return name.chars().allMatch(c -> c < 0x80);
    }
}
