package io.clmr.augment.dsp;

/** exp(-2 pi i p k / points) for p = 0 ... points/4 - 1 and k = 1, 2, 3: the twiddle factors of one radix-4 pass. */
record Twiddles(double[] re1, double[] im1, double[] re2, double[] im2, double[] re3, double[] im3) {

    static Twiddles of(int points) {
        double[][] factors = new double[6][points / 4];
        for (int p = 0; p < points / 4; p++) {
            for (int k = 1; k <= 3; k++) {
                double angle = -2 * Math.PI * p * k / points;
                factors[2 * k - 2][p] = StrictMath.cos(angle);
                factors[2 * k - 1][p] = StrictMath.sin(angle);
            }
        }
        return new Twiddles(factors[0], factors[1], factors[2], factors[3], factors[4], factors[5]);
    }

    int count() {
        return re1.length;
    }
}
