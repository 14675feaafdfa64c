package io.clmr.lab.sweep;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Who makes the cells of a call.
 *
 * @param commit of the program, such as {@code 60f4cbc}; empty if it is not known
 * @param command the command line
 */
public record Provenance(String commit, List<String> command) {

    private static final Pattern FOLDERS = Pattern.compile("(?<![^ =])/([^ =/]+/)+");

    public Provenance {
        command = List.copyOf(command);
    }

    /** Returns the command line in one piece; of a folder of this machine only its name. */
    String shortCommand() {
        return withoutFolders(String.join(" ", command));
    }

    /** Returns a text in which absolute paths are cut to their last name. */
    static String withoutFolders(String text) {
        return FOLDERS.matcher(text).replaceAll("");
    }
}
