package io.clmr.cli.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param name what
 * @param status whether it is good enough
 * @param found what is there
 * @param advice what to do; empty if nothing
 */
public record Check(String name, Status status, String found, String advice) {

    /** Whether a thing is good enough. */
    public enum Status {
        OK,
        /** Works, but could be better. */
        WARNING,
        /** Does not work without. */
        MISSING
    }

    static Check ok(String name, String found) {
        return new Check(name, Status.OK, found, "");
    }

    static Check warning(String name, String found, String advice) {
        return new Check(name, Status.WARNING, found, advice);
    }

    static Check missing(String name, String found, String advice) {
        return new Check(name, Status.MISSING, found, advice);
    }

    /** Returns the check in one line, or two if there is something to do. */
    public String text() {
        String mark =
                switch (status) {
                    case OK -> "ok";
                    case WARNING -> "warning";
                    case MISSING -> "MISSING";
                };
        String line = String.format(Locale.ROOT, "%-8s %-14s %s", mark, name, found);
        return advice.isEmpty() ? line : line + System.lineSeparator() + " ".repeat(24) + "-> " + advice;
    }
}
