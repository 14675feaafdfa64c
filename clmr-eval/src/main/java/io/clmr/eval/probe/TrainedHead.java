package io.clmr.eval.probe;

import ai.djl.ndarray.NDArray;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.probe.ProbeConfig.Average;
import java.util.ArrayList;
import java.util.List;

/** A linear or MLP head after training, in plain arrays. */
final class TrainedHead implements FittedProbe {
    /** One layer: weight [out][in], bias [out]. */
    @SuppressWarnings("ArrayRecordComponent") // plain numbers that are handed over, not compared
    record Layer(float[][] weight, float[] bias) {}

    private final List<Layer> layers;
    private final int epochs;
    private final Average average;
    private final boolean singleLabel;

    private TrainedHead(List<Layer> layers, int epochs, Average average, boolean singleLabel) {
        this.layers = layers;
        this.epochs = epochs;
        this.average = average;
        this.singleLabel = singleLabel;
    }

    /** @param parameters weight and bias of each layer */
    static TrainedHead of(List<NDArray> parameters, int epochs, Average average, boolean singleLabel) {
        List<Layer> layers = new ArrayList<>();
        for (int n = 0; n < parameters.size(); n += 2) {
            float[] bias = parameters.get(n + 1).toFloatArray();
            float[] flat = parameters.get(n).toFloatArray();
            int in = flat.length / bias.length;
            float[][] weight = new float[bias.length][in];
            for (int out = 0; out < bias.length; out++) {
                System.arraycopy(flat, out * in, weight[out], 0, in);
            }
            layers.add(new Layer(weight, bias));
        }
        return new TrainedHead(layers, epochs, average, singleLabel);
    }

    /** Returns weight and bias of each layer. */
    List<Layer> layers() {
        return layers;
    }

    @Override
    public float[][] scores(FeatureTable clips) {
        return clips.windows().parallelStream().map(this::score).toArray(float[][]::new);
    }

    /** Averages over the windows of one clip. */
    private float[] score(float[][] windows) {
        double[] sums = new double[layers.get(layers.size() - 1).bias().length];
        for (float[] window : windows) {
            double[] logits = logits(window);
            double[] values = average == Average.LOGIT ? logits : probabilities(logits, singleLabel);
            for (int tag = 0; tag < sums.length; tag++) {
                sums[tag] += values[tag];
            }
        }
        float[] mean = new float[sums.length];
        for (int tag = 0; tag < mean.length; tag++) {
            mean[tag] = (float) (sums[tag] / windows.length);
        }
        return mean;
    }

    private double[] logits(float[] features) {
        double[] values = new double[features.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = features[n];
        }
        for (int layer = 0; layer < layers.size(); layer++) {
            double[] out = new double[layers.get(layer).bias().length];
            for (int n = 0; n < out.length; n++) {
                float[] row = layers.get(layer).weight()[n];
                double sum = layers.get(layer).bias()[n];
                for (int in = 0; in < row.length; in++) {
                    sum += row[in] * values[in];
                }
                out[n] = layer + 1 < layers.size() ? Math.max(0, sum) : sum;
            }
            values = out;
        }
        return values;
    }

    /** Returns the softmax, or the sigmoid of each. */
    static double[] probabilities(double[] logits, boolean softmax) {
        double[] out = new double[logits.length];
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int n = 0; n < out.length; n++) {
            out[n] = softmax ? Math.exp(logits[n] - largest) : 1 / (1 + Math.exp(-logits[n]));
            sum += out[n];
        }
        for (int n = 0; softmax && n < out.length; n++) {
            out[n] /= sum;
        }
        return out;
    }

    @Override
    public int epochs() {
        return epochs;
    }

    @Override
    public String chosen() {
        return "";
    }
}
