package io.clmr.augment.dsp;

import java.util.HashMap;
import java.util.Map;

/**
 * Designs SoX's linear-phase low-passes: a sinc under a Kaiser window.
 *
 * <p>With an odd number of taps and z the distance from the middle one, tap z is {@code gain * sin(pi * cutOff * z) / (pi *
 * z) * I0(beta * sqrt(1 - (z / ((taps - 1) / 2 + rho))^2)) / I0(beta)}. Windows are kept by length: whole cents within
 * a fifth need 74 lengths, 2 MB in all.
 */
final class KaiserLowPass {
    private final double beta;
    private final double rho;
    private final Map<Integer, double[]> windows = new HashMap<>();
    private final Sines sines = new Sines();
    private double[] half = new double[0];
    private double[] cosines = new double[0];

    KaiserLowPass(double beta, double rho) {
        this.beta = beta;
        this.rho = rho;
    }

    /**
     * Designs a filter.
     *
     * @param taps odd
     * @param cutOff in half sample rates
     * @param gain at frequency 0
     */
    void design(int taps, double cutOff, double gain) {
        int distances = taps / 2 + 1;
        if (half.length < distances) {
            half = new double[distances];
            cosines = new double[distances];
        }
        double[] window = windows.computeIfAbsent(taps, this::window);
        sines.fill(cutOff, half, cosines, distances);
        half[0] = gain * cutOff;
        for (int z = 1; z < distances; z++) {
            half[z] = gain * half[z] / (Math.PI * z) * window[z];
        }
    }

    /** Returns a tap of the last design, by its distance from the middle one. */
    double tap(int distance) {
        return half[distance];
    }

    private double[] window(int taps) {
        double[] window = new double[taps / 2 + 1];
        double radius = (taps - 1) / 2.0 + rho;
        double peak = bessel(beta);
        for (int z = 0; z < window.length; z++) {
            double x = z / radius;
            window[z] = bessel(beta * Math.sqrt(1 - x * x)) / peak;
        }
        return window;
    }

    /** The modified Bessel function of the first kind and order 0, summed until the sum stops changing. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        double before;
        int k = 1;
        do {
            double factor = x / 2 / k++;
            term *= factor * factor;
            before = sum;
            sum += term;
        } while (sum != before);
        return sum;
    }
}
