package io.clmr.cli.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Scores over the size of the models, a panel for each dataset: scores of two never share one. */
public final class ComplexityChart {

    private static final int WIDTH = 620;
    private static final int HEIGHT = 480;
    private static final double MARGIN = 0.1;
    private static final double PLOT_WIDTH = 550; // of a panel, roughly
    private static final double PLOT_HEIGHT = 390;
    private static final double LINE_HEIGHT = 13; // of the names, in pixels
    private static final double LETTER_WIDTH = 6.3; // of the names, in pixels
    private static final double GAP = 10; // between a point and its name, in pixels
    private static final Color INK = new Color(0x1f, 0x5f, 0xa8);

    private ComplexityChart() {}

    /** A model: trained numbers in millions, PR-AUC times 100. */
    public record Point(String name, double millions, double score) {}

    /** The models of one dataset; at least one. */
    public record Panel(String title, List<Point> points) {
        public Panel {
            points = List.copyOf(points);
        }
    }

    /**
     * Draws the picture.
     *
     * @param file ends in {@code .png}
     * @param panels at least one, from left to right
     */
    public static void write(Path file, List<Panel> panels) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH * panels.size(), HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        for (int i = 0; i < panels.size(); i++) {
            g.drawImage(BitmapEncoder.getBufferedImage(chart(panels.get(i))), i * WIDTH, 0, null);
        }
        g.dispose();
        Png.write(file, image);
    }

    private static XYChart chart(Panel panel) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(panel.title())
                .xAxisTitle("trained parameters of the model, millions")
                .yAxisTitle("PR-AUC, times 100")
                .build();
        double most = panel.points().stream().mapToDouble(Point::millions).max().orElse(1);
        double low = panel.points().stream().mapToDouble(Point::score).min().orElse(0);
        double high = panel.points().stream().mapToDouble(Point::score).max().orElse(1);
        double air = Math.max(1, MARGIN * (high - low));
        chart.getStyler()
                .setLegendVisible(false)
                .setChartBackgroundColor(Color.WHITE)
                .setAnnotationTextFontColor(INK.darker());
        chart.getStyler()
                .setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
                .setXAxisMin(-MARGIN * most)
                .setXAxisMax(most * (1 + MARGIN))
                .setYAxisMin(low - air)
                .setYAxisMax(high + air);
        chart.setCustomXAxisTickLabelsFormatter(ComplexityChart::millions);
        XYSeries series = chart.addSeries(
                "models",
                panel.points().stream().map(Point::millions).toList(),
                panel.points().stream().map(Point::score).toList());
        series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(INK);
        double pixelsOfMillion = PLOT_WIDTH / (most * (1 + 2 * MARGIN));
        double pixelsOfScore = PLOT_HEIGHT / (high - low + 2 * air);
        for (Name name : names(panel.points(), most, pixelsOfMillion, pixelsOfScore)) {
            chart.addAnnotation(
                    new AnnotationText(name.text(), name.x() / pixelsOfMillion, name.y() / pixelsOfScore, false));
        }
        return chart;
    }

    private static String millions(double value) {
        return value < 0 ? " " : new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    /** A name and where its middle is, in pixels from the origin of the axes. */
    private record Name(String text, double x, double y) {

        /** Whether this one written there would run into another. */
        boolean overlaps(Name other) {
            double letters = (text.length() + other.text.length()) / 2.0;
            return Math.abs(x - other.x) < letters * LETTER_WIDTH && Math.abs(y - other.y) < LINE_HEIGHT;
        }

        Name below(Name other) {
            return new Name(text, x, other.y - LINE_HEIGHT);
        }
    }

    /** Puts names to the right of points on the left, to the left of the others, and below another where they would meet. */
    private static List<Name> names(List<Point> points, double most, double pixelsOfMillion, double pixelsOfScore) {
        List<Name> placed = new ArrayList<>();
        for (Point point : points.stream()
                .sorted(Comparator.comparingDouble(Point::score).reversed())
                .toList()) {
            double away = GAP + point.name().length() * LETTER_WIDTH / 2;
            double x = point.millions() * pixelsOfMillion + (point.millions() < most / 2 ? away : -away);
            Name name = new Name(point.name(), x, point.score() * pixelsOfScore);
            for (Name other : placed) { // from above to below
                name = name.overlaps(other) ? name.below(other) : name;
            }
            placed.add(name);
        }
        return placed;
    }
}
