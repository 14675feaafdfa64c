package io.clmr.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** A word of a command that is proposed, such that a shell takes it as it is. */
final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:@%+,=-]+");

    private ShellWord() {}

    static String of(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
