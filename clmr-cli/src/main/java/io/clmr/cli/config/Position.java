package io.clmr.cli.config;

/**
 * Where a value was given.
 *
 * @param source the file as the user named it, or the option on the command line
 * @param line from 1; 0 for an option
 */
public record Position(String source, int line) {

    /** Returns the position of something given on the command line. */
    static Position option(String text) {
        return new Position(text, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line;
    }
}
