package io.clmr.eval.probe;

import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.NotFiniteException;
import java.util.List;
import java.util.Optional;

/**
 * A head of one or two layers after training, in plain arrays.
 *
 * @param layers first to last, ReLU between them
 * @param pooling what is averaged over a clip's windows
 * @param softmax whether the outputs are classes that exclude each other
 * @param epochs passes over the training windows; 0 if that has no meaning
 * @param chosen what was chosen on the validation clips; empty if nothing was
 */
record TrainedHead(List<Layer> layers, Pooling pooling, boolean softmax, int epochs, String chosen)
        implements FittedProbe {

    /** One layer: weight [out][in], bias [out]. */
    @SuppressWarnings("ArrayRecordComponent") // plain numbers that are handed over, not compared
    record Layer(float[][] weight, float[] bias) {

        /** Returns the layer that does to raw features what this one does to standardised ones. */
        Layer onRawFeatures(Standardizer standardizer) {
            return standardizer.foldInto(this);
        }
    }

    TrainedHead {
        layers = List.copyOf(layers);
        for (Layer layer : layers) {
            NotFiniteException.refuse("a weight of the fitted head", layer.weight());
            NotFiniteException.refuse("a bias of the fitted head", new float[][] {layer.bias()});
        }
    }

    /** Returns the same for features that are not standardised before. */
    TrainedHead onRawFeatures(Standardizer standardizer) {
        Layer first = layers.get(0).onRawFeatures(standardizer);
        return new TrainedHead(
                layers.size() == 1 ? List.of(first) : List.of(first, layers.get(1)), pooling, softmax, epochs, chosen);
    }

    TrainedHead withChosen(String choice) {
        return new TrainedHead(layers, pooling, softmax, epochs, choice);
    }

    @Override
    public Optional<TrainedHead> head() {
        return Optional.of(this);
    }

    int features() {
        return layers.get(0).weight()[0].length;
    }

    int outputs() {
        return layers.get(layers.size() - 1).bias().length;
    }

    @Override
    public float[][] scores(FeatureTable clips) {
        return clips.windows().parallelStream().map(this::score).toArray(float[][]::new);
    }

    /** Returns the scores of one clip, [tags], from its windows, [windows][features]. */
    float[] score(float[][] windows) {
        if (pooling == Pooling.FEATURES) {
            return floats(probabilities(logits(FeatureTable.mean(windows)), softmax));
        }
        double[] sums = new double[outputs()];
        for (float[] window : windows) {
            double[] logits = logits(window);
            double[] values = pooling == Pooling.LOGITS ? logits : probabilities(logits, softmax);
            for (int tag = 0; tag < sums.length; tag++) {
                sums[tag] += values[tag];
            }
        }
        for (int tag = 0; tag < sums.length; tag++) {
            sums[tag] /= windows.length;
        }
        return floats(sums);
    }

    private static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int n = 0; n < out.length; n++) {
            out[n] = (float) values[n];
        }
        return out;
    }

    double[] logits(float[] features) {
        double[] values = new double[features.length];
        for (int n = 0; n < values.length; n++) {
            values[n] = features[n];
        }
        for (int layer = 0; layer < layers.size(); layer++) {
            double[] out = new double[layers.get(layer).bias().length];
            for (int n = 0; n < out.length; n++) {
                double sum = layers.get(layer).bias()[n] + dot(layers.get(layer).weight()[n], values);
                out[n] = layer + 1 < layers.size() ? Math.max(0, sum) : sum;
            }
            values = out;
        }
        return values;
    }

    /** Four sums side by side, so that an addition need not wait for the one before it. */
    private static double dot(float[] row, double[] values) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int n = 0;
        for (; n + 3 < row.length; n += 4) {
            a += row[n] * values[n];
            b += row[n + 1] * values[n + 1];
            c += row[n + 2] * values[n + 2];
            d += row[n + 3] * values[n + 3];
        }
        for (; n < row.length; n++) {
            a += row[n] * values[n];
        }
        return (a + b) + (c + d);
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
}
