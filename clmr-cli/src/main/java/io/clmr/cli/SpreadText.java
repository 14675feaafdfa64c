package io.clmr.cli;

import io.clmr.eval.metrics.Interval;
import io.clmr.lab.report.Spread;
import java.util.Locale;
import java.util.Optional;

/** Scores from 0 to 1 as people write them, times 100. */
final class SpreadText {

    private SpreadText() {}

    /** Returns the mean with its interval, or a dash. */
    static String of(Optional<Spread> spread) {
        return spread.map(known -> number(known.mean())
                        + known.interval().map(SpreadText::interval).orElse(""))
                .orElse("–");
    }

    /** Returns a difference with its sign and interval, or a dash. */
    static String gain(Optional<Spread> gain) {
        return gain.map(known -> signed(known.mean())
                        + known.interval().map(SpreadText::interval).orElse(""))
                .orElse("–");
    }

    private static String interval(Interval interval) {
        return " (" + number(interval.low()) + " to " + number(interval.high()) + ")";
    }

    /** Returns a published score as it was published. */
    static String published(double score) {
        String twoPlaces = String.format(Locale.ROOT, "%.2f", 100 * score);
        return twoPlaces.endsWith("0") ? twoPlaces.substring(0, twoPlaces.length() - 1) : twoPlaces;
    }

    static String number(double score) {
        return String.format(Locale.ROOT, "%.1f", 100 * score);
    }

    static String signed(double difference) {
        return String.format(Locale.ROOT, "%+.1f", 100 * difference);
    }
}
