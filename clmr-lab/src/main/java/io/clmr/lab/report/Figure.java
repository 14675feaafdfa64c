package io.clmr.lab.report;

import java.util.List;

/**
 * A figure of scores with intervals over one setting.
 *
 * @param title above it
 * @param xName of the setting
 * @param metric what is shown, such as {@code pr_auc_macro}
 * @param x its values as text, in order
 * @param numeric whether they are numbers, whose points are joined
 * @param series one a name
 */
public record Figure(String title, String xName, String metric, List<String> x, boolean numeric, List<Series> series) {

    /**
     * The points of one name.
     *
     * @param reference whether they were published by others, not measured here
     */
    public record Series(String name, boolean reference, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** The score at the value {@code x}, an index into the figure's values. */
    public record Point(int x, Spread score) {}

    public Figure {
        x = List.copyOf(x);
        series = List.copyOf(series);
    }
}
