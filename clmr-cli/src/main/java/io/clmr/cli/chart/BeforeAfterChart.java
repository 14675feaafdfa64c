package io.clmr.cli.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Waveform and spectrogram of a sound, before on the left and after on the right, on the same scales. */
public final class BeforeAfterChart {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 700;
    private static final int PLOT_WIDTH = 500;
    private static final int PLOT_HEIGHT = 250;
    private static final int[] LEFT = {70, 670};
    private static final int[] TOP = {40, 380};
    private static final Color WAVE = new Color(0x1f, 0x5f, 0xa8);

    private BeforeAfterChart() {}

    /**
     * Draws the picture.
     *
     * @param file ends in {@code .png}
     * @param before [samples], -1 to 1
     * @param after [samples], not necessarily as many
     */
    public static void write(Path file, float[] before, float[] after, int sampleRateHz) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        float peak = Math.max(1e-3f, Math.max(peak(before), peak(after)));
        double seconds = Math.max(before.length, after.length) / (double) sampleRateHz;
        Panel.Scale time = new Panel.Scale("time, s", 0, seconds);
        float[][] sounds = {before, after};
        String[] names = {"before", "after"};
        for (int side = 0; side < 2; side++) {
            double share = sounds[side].length / (seconds * sampleRateHz);
            Panel wave = new Panel(LEFT[side], TOP[0], PLOT_WIDTH, PLOT_HEIGHT);
            waveform(g, wave, sounds[side], peak, share);
            wave.draw(g, "Waveform " + names[side], time, new Panel.Scale("amplitude (1 = full scale)", -peak, peak));
            Panel spectrum = new Panel(LEFT[side], TOP[1], PLOT_WIDTH, PLOT_HEIGHT);
            spectrogram(image, spectrum, Spectrogram.of(sounds[side], sampleRateHz), share);
            spectrum.draw(
                    g,
                    "Spectrogram " + names[side] + " (black -100 dB to yellow 0 dB of full scale)",
                    time,
                    new Panel.Scale("frequency, kHz", 0, sampleRateHz / 2000.0));
        }
        g.dispose();
        Png.write(file, image);
    }

    private static float peak(float[] samples) {
        float peak = 0;
        for (float sample : samples) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    /** Each pixel column shows the smallest and largest sample that falls into it. */
    private static void waveform(Graphics2D g, Panel panel, float[] samples, float peak, double share) {
        g.setColor(WAVE);
        int columns = Math.max(1, (int) Math.round(share * panel.width()));
        double middle = panel.y() + panel.height() / 2.0;
        double scale = panel.height() / 2.0 / peak;
        for (int column = 0; column < columns; column++) {
            int from = (int) ((long) column * samples.length / columns);
            int to = Math.max(from + 1, (int) ((column + 1L) * samples.length / columns));
            float min = Float.POSITIVE_INFINITY;
            float max = Float.NEGATIVE_INFINITY;
            for (int i = from; i < Math.min(to, samples.length); i++) {
                min = Math.min(min, samples[i]);
                max = Math.max(max, samples[i]);
            }
            int x = panel.x() + column;
            g.drawLine(x, (int) Math.round(middle - max * scale), x, (int) Math.round(middle - min * scale));
        }
    }

    private static void spectrogram(BufferedImage image, Panel panel, Spectrogram spectrogram, double share) {
        float[][] levels = spectrogram.levelsDb();
        int columns = Math.max(1, (int) Math.round(share * panel.width()));
        for (int column = 0; column < Math.min(columns, panel.width()); column++) {
            float[] frame = levels[Math.min(levels.length - 1, column * levels.length / columns)];
            for (int row = 0; row < panel.height(); row++) {
                int bin = (panel.height() - 1 - row) * frame.length / panel.height();
                double level = 1 - frame[bin] / Spectrogram.FLOOR_DB;
                image.setRGB(panel.x() + column, panel.y() + row, colour(Math.min(1, Math.max(0, level))));
            }
        }
    }

    /** Black, violet, red, orange, yellow: brightness grows throughout, so it also reads in grey. */
    private static int colour(double level) {
        double[][] stops = {{0, 0, 0}, {75, 15, 110}, {185, 55, 85}, {250, 140, 20}, {250, 250, 160}};
        double position = level * (stops.length - 1);
        int lower = Math.min(stops.length - 2, (int) position);
        double share = position - lower;
        int rgb = 0;
        for (int channel = 0; channel < 3; channel++) {
            double value = stops[lower][channel] * (1 - share) + stops[lower + 1][channel] * share;
            rgb = rgb << 8 | (int) Math.round(value);
        }
        return rgb;
    }
}
