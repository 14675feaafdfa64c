package io.clmr.base.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads a path as a person writes it: a leading {@code ~} stands for the home folder, all else for itself. */
public final class UserPath {
    private static final String HOME = "~";

    private UserPath() {}

    /**
     * Returns the path that a text names. {@code ~} and what begins with {@code ~/} lies in the home folder; a file that
     * is really called so is written {@code ./~}.
     *
     * @throws InvalidPathException if no file can have this name
     */
    public static Path of(String text) {
        return Path.of(expanded(text));
    }

    /** Returns the text with the home folder in place of a leading {@code ~}; the text itself if there is none. */
    public static String expanded(String text) {
        if (!text.equals(HOME) && !text.startsWith(HOME + "/")) {
            return text;
        }
        String variable = System.getenv("HOME"); // what a shell takes
        String home = variable == null || variable.isBlank() ? System.getProperty("user.home", HOME) : variable;
        return home + text.substring(HOME.length());
    }
}
