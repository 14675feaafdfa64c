package io.clmr.cli.chart;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss of a run over its steps, with the loss of pure chance. */
public final class LossChart {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 500;

    private LossChart() {}

    /**
     * Draws the picture.
     *
     * @param file ends in {@code .png}
     * @param steps at least one
     * @param losses one a step
     * @param chance the loss of an encoder that knows nothing
     */
    public static void write(Path file, List<Long> steps, List<Double> losses, double chance) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Contrastive pretraining")
                .xAxisTitle("step")
                .yAxisTitle("NT-Xent loss, nats")
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE).setChartBackgroundColor(Color.WHITE);
        XYSeries loss = chart.addSeries("loss", steps, losses);
        loss.setMarker(SeriesMarkers.NONE);
        XYSeries guess =
                chart.addSeries("chance", List.of(steps.get(0), steps.get(steps.size() - 1)), List.of(chance, chance));
        guess.setMarker(SeriesMarkers.NONE);
        Png.write(file, BitmapEncoder.getBufferedImage(chart));
    }
}
