package io.clmr.eval.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The head that is trained on features: one linear layer, or two with ReLU between them; gradients by hand.
 *
 * <p>Results belong to the manager of the features.
 */
final class HeadNetwork {
    private final List<NDArray> weights = new ArrayList<>(); // [out, in], bias [out], for each layer

    /**
     * Draws PyTorch's default start values, uniform up to one over the root of the inputs.
     *
     * @param sizes of the layers: features, (hidden,) tags
     */
    HeadNetwork(NDManager manager, SplittableRandom random, int... sizes) {
        for (int layer = 0; layer + 1 < sizes.length; layer++) {
            double bound = 1 / Math.sqrt(sizes[layer]);
            weights.add(uniform(manager, random, bound, new Shape(sizes[layer + 1], sizes[layer])));
            weights.add(uniform(manager, random, bound, new Shape(sizes[layer + 1])));
        }
    }

    private static NDArray uniform(NDManager manager, SplittableRandom random, double bound, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int n = 0; n < values.length; n++) {
            values[n] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return manager.create(values, shape);
    }

    /** Returns weights and biases, layer by layer; they may be changed in place. */
    List<NDArray> parameters() {
        return weights;
    }

    /** Returns the logits [rows, tags] of features [rows, featureDim]. */
    NDArray logits(NDArray features) {
        return weights.size() == 2 ? linear(features, 0) : linear(hidden(features), 2);
    }

    /**
     * Returns the gradient of a loss by each parameter.
     *
     * @param features [rows, featureDim]
     * @param byLogits gives the gradient of the loss by the logits, [rows, tags], from the logits
     */
    List<NDArray> gradients(NDArray features, LogitGradient byLogits) {
        if (weights.size() == 2) {
            NDArray g = byLogits.of(linear(features, 0)); // [rows, tags]
            return List.of(g.transpose().matMul(features), sum(g));
        }
        NDArray hidden = hidden(features); // [rows, hidden]
        NDArray g = byLogits.of(linear(hidden, 2)); // [rows, tags]
        NDArray gHidden = g.matMul(weights.get(2)).mul(hidden.gt(0).toType(DataType.FLOAT32, false));
        return List.of(
                gHidden.transpose().matMul(features),
                sum(gHidden),
                g.transpose().matMul(hidden),
                sum(g));
    }

    /** The gradient of a loss by the logits. */
    interface LogitGradient {
        NDArray of(NDArray logits);
    }

    private NDArray hidden(NDArray features) {
        return Activation.relu(linear(features, 0));
    }

    private NDArray linear(NDArray input, int at) {
        try (NDArray transposed = weights.get(at).transpose()) {
            return input.matMul(transposed).add(weights.get(at + 1));
        }
    }

    private static NDArray sum(NDArray rows) {
        return rows.sum(new int[] {0});
    }
}
