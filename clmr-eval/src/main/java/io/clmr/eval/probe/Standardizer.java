package io.clmr.eval.probe;

/** Takes each feature to mean 0 and deviation 1 over the training clips. */
final class Standardizer {
    private static final double SMALLEST = 1e-8; // added, so that a constant feature becomes 0

    private final double[] means;
    private final double[] deviations;

    /** @param rows the training clips, [clips][featureDim] */
    Standardizer(float[][] rows) {
        int dim = rows[0].length;
        means = new double[dim];
        deviations = new double[dim];
        for (int d = 0; d < dim; d++) {
            for (float[] row : rows) {
                means[d] += (double) row[d] / rows.length;
            }
            double squares = 0;
            for (float[] row : rows) {
                squares += (row[d] - means[d]) * (row[d] - means[d]);
            }
            deviations[d] = Math.sqrt(squares / rows.length) + SMALLEST;
        }
    }

    double[][] apply(float[][] rows) {
        double[][] out = new double[rows.length][means.length];
        for (int n = 0; n < rows.length; n++) {
            for (int d = 0; d < means.length; d++) {
                out[n][d] = (rows[n][d] - means[d]) / deviations[d];
            }
        }
        return out;
    }
}
