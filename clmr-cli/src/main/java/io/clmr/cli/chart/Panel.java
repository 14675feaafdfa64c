package io.clmr.cli.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.Locale;

/**
 * A rectangle with a scale at its left and one below.
 *
 * @param x left edge of the plot area, pixels
 * @param y upper edge
 * @param width of the plot area
 * @param height of the plot area
 */
record Panel(int x, int y, int width, int height) {

    private static final Color INK = new Color(0x33, 0x33, 0x33);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 13);
    private static final int TICK = 4;
    private static final int TICKS = 5;

    /** A scale from one value to another. */
    record Scale(String label, double min, double max) {
        /** Returns a step of 1, 2 or 5 times a power of ten that gives some five marks. */
        double step() {
            double rough = (max - min) / TICKS;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double lead = rough / power;
            return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
        }

        String mark(double value) {
            double step = step();
            int digits = step >= 1 ? 0 : (int) Math.ceil(-Math.log10(step) - 1e-9);
            return String.format(Locale.ROOT, "%." + digits + "f", value + 0.0);
        }
    }

    void draw(Graphics2D g, String title, Scale across, Scale up) {
        g.setColor(INK);
        g.setStroke(new BasicStroke(1));
        g.drawRect(x, y, width, height);
        g.setFont(TITLE);
        g.drawString(title, x, y - 8);
        g.setFont(TEXT);
        FontMetrics metrics = g.getFontMetrics();
        for (double v = Math.ceil(across.min() / across.step()) * across.step();
                v <= across.max() + 1e-9;
                v += across.step()) {
            int at = x + (int) Math.round((v - across.min()) / (across.max() - across.min()) * width);
            g.drawLine(at, y + height, at, y + height + TICK);
            String mark = across.mark(v);
            g.drawString(mark, at - metrics.stringWidth(mark) / 2, y + height + TICK + metrics.getAscent());
        }
        for (double v = Math.ceil(up.min() / up.step()) * up.step(); v <= up.max() + 1e-9; v += up.step()) {
            int at = y + height - (int) Math.round((v - up.min()) / (up.max() - up.min()) * height);
            g.drawLine(x - TICK, at, x, at);
            String mark = up.mark(v);
            g.drawString(mark, x - TICK - 2 - metrics.stringWidth(mark), at + metrics.getAscent() / 2 - 1);
        }
        g.drawString(
                across.label(),
                x + (width - metrics.stringWidth(across.label())) / 2,
                y + height + TICK + 2 * metrics.getAscent() + 4);
        AffineTransform upright = g.getTransform();
        g.rotate(-Math.PI / 2);
        g.drawString(up.label(), -(y + (height + metrics.stringWidth(up.label())) / 2), x - 44);
        g.setTransform(upright);
    }
}
