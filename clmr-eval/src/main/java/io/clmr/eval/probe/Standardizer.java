package io.clmr.eval.probe;

import io.clmr.eval.probe.TrainedHead.Layer;

/** Takes each feature to mean 0 and deviation 1 over the training rows. */
final class Standardizer {
    private static final double SMALLEST = 1e-8; // added, so that a constant feature becomes 0

    private final double[] means;
    private final double[] deviations;

    /** @param rows of the training clips, [rows][featureDim] */
    Standardizer(float[][] rows) {
        int dim = rows[0].length;
        means = new double[dim];
        deviations = new double[dim];
        for (float[] row : rows) {
            for (int d = 0; d < dim; d++) {
                means[d] += (double) row[d] / rows.length;
            }
        }
        for (float[] row : rows) {
            for (int d = 0; d < dim; d++) {
                deviations[d] += (row[d] - means[d]) * (row[d] - means[d]);
            }
        }
        for (int d = 0; d < dim; d++) {
            deviations[d] = Math.sqrt(deviations[d] / rows.length) + SMALLEST;
        }
    }

    /** Returns rows that are standardised, in float. */
    float[][] applyFloats(float[][] rows) {
        float[][] out = new float[rows.length][means.length];
        for (int n = 0; n < rows.length; n++) {
            for (int d = 0; d < means.length; d++) {
                out[n][d] = (float) ((rows[n][d] - means[d]) / deviations[d]);
            }
        }
        return out;
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

    /** Returns the layer that does to raw rows what the given one does to standardised ones. */
    Layer foldInto(Layer layer) {
        float[][] weight = new float[layer.bias().length][means.length];
        float[] bias = new float[layer.bias().length];
        for (int out = 0; out < bias.length; out++) {
            double shift = 0;
            for (int d = 0; d < means.length; d++) {
                weight[out][d] = (float) (layer.weight()[out][d] / deviations[d]);
                shift += weight[out][d] * means[d];
            }
            bias[out] = (float) (layer.bias()[out] - shift);
        }
        return new Layer(weight, bias);
    }
}
