package io.clmr.cli.console;

import java.util.Locale;

/** Writes spans of time the way people read them. */
public final class Durations {

    private Durations() {}

    /** Returns {@code 4.2 s}, {@code 3 min 05 s} or {@code 2 h 07 min}. */
    public static String text(double seconds) {
        if (!(seconds >= 0 && seconds < 1e9)) {
            return "unknown time";
        }
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
    }
}
