package io.clmr.encoder;

import java.util.List;

/** The definition of a convolution as loops over doubles. */
final class SlowEncoder {
    private SlowEncoder() {}

    static double[] encode(List<ConvLayer> layers, float[] window) {
        double[][] x = new double[1][window.length]; // [channels][length]
        for (int i = 0; i < window.length; i++) {
            x[0][i] = window[i];
        }
        for (ConvLayer layer : layers) {
            x = apply(layer, x);
        }
        double[] features = new double[x.length];
        for (int c = 0; c < x.length; c++) {
            features[c] = x[c][0];
        }
        return features;
    }

    private static double[][] apply(ConvLayer layer, double[][] x) {
        int length = layer.outputLength(x[0].length);
        double[][] y = new double[layer.outputs()][length];
        for (int o = 0; o < layer.outputs(); o++) {
            for (int t = 0; t < length; t++) {
                double largest = 0; // the ReLU
                for (int p = 0; p < layer.pool(); p++) {
                    largest = Math.max(largest, sum(layer, x, o, (t * layer.pool() + p) * layer.stride()));
                }
                y[o][t] = largest;
            }
        }
        return y;
    }

    private static double sum(ConvLayer layer, double[][] x, int output, int from) {
        double sum = layer.bias()[output];
        for (int i = 0; i < layer.inputs(); i++) {
            for (int tap = 0; tap < layer.kernel(); tap++) {
                int at = from + tap - layer.padding();
                if (at >= 0 && at < x[i].length) {
                    sum += layer.weight()[(output * layer.inputs() + i) * layer.kernel() + tap] * x[i][at];
                }
            }
        }
        return sum;
    }
}
