package io.clmr.augment.dsp;

import java.util.function.IntUnaryOperator;

/**
 * The twiddle factors of one radix-4 pass: exp(-2 pi i p k / points), k = 1, 2, 3, for each of its butterflies.
 *
 * <p>All {@code stride} butterflies of one p share theirs; they are stored for each, so that they can be loaded in vectors.
 */
record Twiddles(double[] re1, double[] im1, double[] re2, double[] im2, double[] re3, double[] im3) {

    /**
     * Computes the factors of the pass that has {@code points = size / stride} points left.
     *
     * @param order gives the p of each butterfly
     */
    static Twiddles of(int size, int stride, IntUnaryOperator order) {
        double[][] factors = new double[6][size / 4];
        for (int i = 0; i < size / 4; i++) {
            for (int k = 1; k <= 3; k++) {
                double angle = -2 * Math.PI * k * order.applyAsInt(i) * stride / size;
                factors[2 * k - 2][i] = StrictMath.cos(angle);
                factors[2 * k - 1][i] = StrictMath.sin(angle);
            }
        }
        return new Twiddles(factors[0], factors[1], factors[2], factors[3], factors[4], factors[5]);
    }
}
