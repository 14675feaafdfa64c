package io.clmr.eval.probe;

import io.clmr.eval.features.FeatureTable;
import java.util.SplittableRandom;

/** The head and Adam as loops over single numbers, in double precision: what the fast ones are held to. */
final class SlowHead {
    final double[][][] weights; // [layer][out][in]
    final double[][] biases; // [layer][out]
    private final double[][][] weightMeans;
    private final double[][][] weightSquares;
    private final double[][] biasMeans;
    private final double[][] biasSquares;

    SlowHead(SplittableRandom random, int... sizes) {
        int layers = sizes.length - 1;
        weights = new double[layers][][];
        biases = new double[layers][];
        weightMeans = new double[layers][][];
        weightSquares = new double[layers][][];
        biasMeans = new double[layers][];
        biasSquares = new double[layers][];
        for (int l = 0; l < layers; l++) {
            double bound = 1 / Math.sqrt(sizes[l]);
            weights[l] = new double[sizes[l + 1]][sizes[l]];
            biases[l] = new double[sizes[l + 1]];
            weightMeans[l] = new double[sizes[l + 1]][sizes[l]];
            weightSquares[l] = new double[sizes[l + 1]][sizes[l]];
            biasMeans[l] = new double[sizes[l + 1]];
            biasSquares[l] = new double[sizes[l + 1]];
            for (double[] row : weights[l]) {
                for (int in = 0; in < row.length; in++) {
                    row[in] = (float) (bound * (2 * random.nextDouble() - 1));
                }
            }
            for (int out = 0; out < biases[l].length; out++) {
                biases[l][out] = (float) (bound * (2 * random.nextDouble() - 1));
            }
        }
    }

    /** One Adam step on the mean loss over all windows of a table; step counts from 1. */
    void step(FeatureTable table, boolean softmax, double rate, int step) {
        int layers = weights.length;
        double[][][] weightGradients = new double[layers][][];
        double[][] biasGradients = new double[layers][];
        for (int l = 0; l < layers; l++) {
            weightGradients[l] = new double[weights[l].length][weights[l][0].length];
            biasGradients[l] = new double[biases[l].length];
        }
        int rows = table.windows().stream().mapToInt(w -> w.length).sum();
        int tags = biases[layers - 1].length;
        for (int clip = 0; clip < table.clips().size(); clip++) {
            for (float[] window : table.windows().get(clip)) {
                double[][] values = forward(window);
                double[] g = TrainedHead.probabilities(values[layers], softmax);
                for (int tag = 0; tag < tags; tag++) {
                    boolean carried =
                            table.clips().get(clip).tags().orElseThrow().contains(tag);
                    g[tag] = (g[tag] - (carried ? 1 : 0)) / (softmax ? rows : (double) rows * tags);
                }
                backward(values, g, weightGradients, biasGradients);
            }
        }
        for (int l = 0; l < layers; l++) {
            for (int out = 0; out < weights[l].length; out++) {
                adam(weights[l][out], weightGradients[l][out], weightMeans[l][out], weightSquares[l][out], rate, step);
            }
            adam(biases[l], biasGradients[l], biasMeans[l], biasSquares[l], rate, step);
        }
    }

    /** The input of each layer, and last the logits. */
    private double[][] forward(float[] window) {
        double[][] values = new double[weights.length + 1][];
        values[0] = new double[window.length];
        for (int n = 0; n < window.length; n++) {
            values[0][n] = window[n];
        }
        for (int l = 0; l < weights.length; l++) {
            values[l + 1] = biases[l].clone();
            for (int out = 0; out < values[l + 1].length; out++) {
                for (int in = 0; in < values[l].length; in++) {
                    values[l + 1][out] += weights[l][out][in] * values[l][in];
                }
                if (l + 1 < weights.length) {
                    values[l + 1][out] = Math.max(0, values[l + 1][out]);
                }
            }
        }
        return values;
    }

    private void backward(
            double[][] values, double[] byLogits, double[][][] weightGradients, double[][] biasGradients) {
        double[] g = byLogits;
        for (int l = weights.length - 1; l >= 0; l--) {
            double[] below = new double[values[l].length];
            for (int out = 0; out < g.length; out++) {
                biasGradients[l][out] += g[out];
                for (int in = 0; in < below.length; in++) {
                    weightGradients[l][out][in] += g[out] * values[l][in];
                    below[in] += values[l][in] > 0 ? g[out] * weights[l][out][in] : 0;
                }
            }
            g = below;
        }
    }

    private static void adam(double[] w, double[] gradient, double[] m, double[] v, double rate, int step) {
        for (int n = 0; n < w.length; n++) {
            double g = gradient[n] + 1e-6 * w[n];
            m[n] = 0.9 * m[n] + 0.1 * g;
            v[n] = 0.999 * v[n] + 0.001 * g * g;
            double mHat = m[n] / (1 - Math.pow(0.9, step));
            double vHat = v[n] / (1 - Math.pow(0.999, step));
            w[n] -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
        }
    }
}
