package io.clmr.data.list;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * What a search of folders leaves out. A pattern with a {@code /} is compared with the path below the folder that is
 * searched, one without with the name of every file and folder at any depth; {@code *} stands for any part of a name,
 * {@code **} for any part of a path. A folder that is left out is left out with all that lies in it.
 */
public final class Exclusions {
    /** Leaves out nothing. */
    public static final Exclusions NONE = new Exclusions(List.of());

    private final List<PathMatcher> paths = new ArrayList<>();
    private final List<PathMatcher> names = new ArrayList<>();

    /** @throws IllegalArgumentException if a pattern is none, saying which */
    public Exclusions(List<String> patterns) {
        for (String pattern : patterns) {
            String trimmed = pattern.replaceFirst("/+$", "").replaceFirst("^\\./", "");
            if (trimmed.isBlank()) {
                throw new IllegalArgumentException(
                        "\"" + pattern + "\" is no pattern of files, expected one such as *.tmp or Karaoke/**");
            }
            try {
                (trimmed.indexOf('/') < 0 ? names : paths)
                        .add(FileSystems.getDefault().getPathMatcher("glob:" + trimmed));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "\"" + pattern + "\" is no pattern of files: " + e.getDescription()
                                + "; expected one such as *.tmp or Karaoke/**, with \\ before a [ that is meant as such",
                        e);
            }
        }
    }

    /** Returns whether a file or folder is left out, or lies in a folder that is. */
    public boolean exclude(Path relative) {
        for (Path part = relative; part != null; part = part.getParent()) {
            Path name = part.getFileName();
            Path whole = part;
            if (names.stream().anyMatch(matcher -> name != null && matcher.matches(name))
                    || paths.stream().anyMatch(matcher -> matcher.matches(whole))) {
                return true;
            }
        }
        return false;
    }
}
