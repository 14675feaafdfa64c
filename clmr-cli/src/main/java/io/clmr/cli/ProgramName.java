package io.clmr.cli;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the program is called where it was started, so that a hint can be typed as it stands: {@code scripts/clmr} in a checkout.
 *
 * <p>Messages, also those of the libraries, say {@code clmr prepare}; this puts the name in its place.
 */
final class ProgramName {

    static final String USUAL = "clmr";

    private static final String PROPERTY = "clmr.command"; // set by scripts/clmr

    private final String name;
    private final Pattern hint;

    ProgramName(String name, Set<String> commands) {
        this.name = name;
        hint = Pattern.compile("(?<![\\w./-])" + USUAL + "(?= +(" // not within a path
                + commands.stream().map(Pattern::quote).collect(Collectors.joining("|")) + "|COMMAND)(?![\\w-]))");
    }

    static String ofProcess() {
        return System.getProperty(PROPERTY, USUAL);
    }

    String name() {
        return name;
    }

    /** Returns text whose commands of this program begin with its name here. */
    String in(String text) {
        return name.equals(USUAL) ? text : hint.matcher(text).replaceAll(Matcher.quoteReplacement(name));
    }
}
