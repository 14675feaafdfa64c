package io.clmr.eval.probe;

import io.clmr.eval.probe.TrainedHead.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The head in training: one linear layer, or two with ReLU between them; gradients by hand.
 *
 * <p>Owns the memory of a batch. Matrices over the batch are kept with the batch along the rows, [units][batch].
 */
final class HeadNetwork {
    private final Layer first;
    private final List<Layer> second; // none, or one
    private final List<Layer> gradients = new ArrayList<>();
    private final float[][] inputs; // [featureDim][batch]
    private final float[][] dropped; // [batch][featureDim]
    private final float[][] hidden; // [hidden][batch]
    private final float[][] hiddenRows; // [batch][hidden]
    private final float[][] hiddenGradient; // [hidden][batch]
    private final float[][] transposed; // the second layer's weight, [hidden][tags]
    private final float[][] logits; // [tags][batch]
    private final double dropout;

    /**
     * Draws PyTorch's default start values, uniform up to one over the root of the inputs.
     *
     * @param hiddenUnits 0 = no hidden layer
     * @param batch most rows at a time
     */
    HeadNetwork(int featureDim, int hiddenUnits, int tags, int batch, double dropout, SplittableRandom random) {
        this.dropout = dropout;
        first = drawn(featureDim, hiddenUnits > 0 ? hiddenUnits : tags, random);
        second = hiddenUnits > 0 ? List.of(drawn(hiddenUnits, tags, random)) : List.of();
        layers().forEach(layer -> gradients.add(
                new Layer(new float[layer.bias().length][layer.weight()[0].length], new float[layer.bias().length])));
        inputs = new float[featureDim][batch];
        dropped = new float[dropout > 0 ? batch : 0][featureDim];
        hidden = new float[hiddenUnits][batch];
        hiddenRows = new float[hiddenUnits > 0 ? batch : 0][hiddenUnits];
        hiddenGradient = new float[hiddenUnits][batch];
        transposed = new float[hiddenUnits][tags];
        logits = new float[tags][batch];
    }

    private static Layer drawn(int in, int out, SplittableRandom random) {
        double bound = 1 / Math.sqrt(in);
        float[][] weight = new float[out][in];
        float[] bias = new float[out];
        for (float[] row : weight) {
            fill(row, bound, random);
        }
        fill(bias, bound, random);
        return new Layer(weight, bias);
    }

    private static void fill(float[] row, double bound, SplittableRandom random) {
        for (int n = 0; n < row.length; n++) {
            row[n] = (float) (bound * (2 * random.nextDouble() - 1));
        }
    }

    /** Returns the layers themselves, which training changes in place. */
    List<Layer> layers() {
        return second.isEmpty() ? List.of(first) : List.of(first, second.get(0));
    }

    /** Returns a copy of the layers as they are now. */
    List<Layer> copy() {
        return layers().stream()
                .map(layer -> new Layer(
                        Arrays.stream(layer.weight()).map(float[]::clone).toArray(float[][]::new),
                        layer.bias().clone()))
                .toList();
    }

    /** Returns the logits, [tags][≥ rows], of at most a batch of rows; overwritten by the next call. */
    float[][] logits(float[][] rows) {
        Products.transpose(rows, rows.length, inputs);
        affine(first, inputs, second.isEmpty() ? logits : hidden, rows.length);
        if (!second.isEmpty()) {
            for (float[] unit : hidden) {
                for (int n = 0; n < rows.length; n++) {
                    unit[n] = Math.max(0, unit[n]);
                }
            }
            affine(second.get(0), hidden, logits, rows.length);
        }
        return logits;
    }

    private static void affine(Layer layer, float[][] in, float[][] out, int rows) {
        for (int n = 0; n < out.length; n++) {
            Arrays.fill(out[n], 0, rows, layer.bias()[n]);
        }
        Products.add(out, layer.weight(), in, in.length, rows);
    }

    /** The gradient of a loss by the logits, written over them. */
    interface LogitGradient {
        void replace(float[][] logits);
    }

    /**
     * Returns the gradient of a loss by each layer, overwritten by the next call.
     *
     * @param rows [rows][featureDim], at most a batch
     * @param random of the dropout; draws nothing without
     */
    List<Layer> gradients(float[][] rows, SplittableRandom random, LogitGradient byLogits) {
        float[][] in = dropout > 0 ? droppedInputs(rows, random) : rows;
        Products.transpose(in, in.length, inputs);
        affine(first, inputs, second.isEmpty() ? logits : hidden, in.length);
        if (!second.isEmpty()) {
            activate(in.length, random);
            affine(second.get(0), hidden, logits, in.length);
        }
        byLogits.replace(logits);
        if (second.isEmpty()) {
            collect(gradients.get(0), logits, in);
            return gradients;
        }
        Products.transpose(hidden, hidden.length, hiddenRows);
        collect(gradients.get(1), logits, hiddenRows, in.length);
        Products.transpose(second.get(0).weight(), logits.length, transposed);
        Products.clear(hiddenGradient);
        Products.add(hiddenGradient, transposed, logits, logits.length, in.length);
        float scale = (float) (1 / (1 - dropout));
        for (int unit = 0; unit < hidden.length; unit++) {
            for (int n = 0; n < in.length; n++) {
                hiddenGradient[unit][n] *= hidden[unit][n] > 0 ? scale : 0;
            }
        }
        collect(gradients.get(0), hiddenGradient, in);
        return gradients;
    }

    private static void collect(Layer gradient, float[][] byOutputs, float[][] in) {
        collect(gradient, byOutputs, in, in.length);
    }

    private static void collect(Layer gradient, float[][] byOutputs, float[][] in, int rows) {
        Products.clear(gradient.weight());
        Products.add(gradient.weight(), byOutputs, in, rows, gradient.weight()[0].length);
        for (int out = 0; out < byOutputs.length; out++) {
            float sum = 0;
            for (int n = 0; n < rows; n++) {
                sum += byOutputs[out][n];
            }
            gradient.bias()[out] = sum;
        }
    }

    /** ReLU, then dropout; a unit that was dropped is 0, as one that is off. */
    private void activate(int rows, SplittableRandom random) {
        float scale = (float) (1 / (1 - dropout));
        for (float[] unit : hidden) {
            for (int n = 0; n < rows; n++) {
                boolean off = unit[n] <= 0 || (dropout > 0 && random.nextDouble() < dropout);
                unit[n] = off ? 0 : unit[n] * scale;
            }
        }
    }

    private float[][] droppedInputs(float[][] rows, SplittableRandom random) {
        float scale = (float) (1 / (1 - dropout));
        float[][] in = new float[rows.length][];
        for (int n = 0; n < rows.length; n++) {
            in[n] = dropped[n];
            for (int d = 0; d < in[n].length; d++) {
                in[n][d] = random.nextDouble() < dropout ? 0 : rows[n][d] * scale;
            }
        }
        return in;
    }
}
