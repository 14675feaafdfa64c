package io.clmr.eval.export;

import io.clmr.eval.probe.SavedHead;
import java.util.List;
import java.util.Objects;

/** Appends a head to a graph. */
final class OnnxHead {

    private OnnxHead() {}

    /**
     * Adds the outputs {@code logits} and {@code scores}, both [batch, tags].
     *
     * @param features [batch, featureDim]
     */
    static void append(OnnxGraph graph, String features, SavedHead head) {
        int last = head.weights().size() / 2 - 1; // weight and bias of each layer
        String x = features;
        for (int layer = 0; layer < last; layer++) {
            x = graph.node("Relu", "head" + layer + ".relu", List.of(linear(graph, x, head, layer, "head" + layer)));
        }
        x = linear(graph, x, head, last, "logits");
        if (head.description().activation().equals("softmax")) {
            graph.node("Softmax", "scores", List.of(x), OnnxGraph.integer("axis", 1));
        } else {
            graph.node("Sigmoid", "scores", List.of(x));
        }
        graph.output("logits", head.tags().size());
        graph.output("scores", head.tags().size());
    }

    private static String linear(OnnxGraph graph, String x, SavedHead head, int layer, String name) {
        String stored = Integer.toString(2 * layer); // ReLUs are counted too, as in PyTorch's nn.Sequential
        float[][] weight = values(head, stored + ".weight");
        float[] bias = values(head, stored + ".bias")[0];
        int inputs = weight[0].length;
        float[] flat = new float[bias.length * inputs];
        for (int out = 0; out < bias.length; out++) {
            System.arraycopy(weight[out], 0, flat, out * inputs, inputs);
        }
        return graph.node(
                "Gemm",
                name,
                List.of(
                        x,
                        graph.constant("head" + stored + ".weight", flat, bias.length, inputs),
                        graph.constant("head" + stored + ".bias", bias, bias.length)),
                OnnxGraph.integer("transB", 1));
    }

    private static float[][] values(SavedHead head, String name) {
        return Objects.requireNonNull(head.weights().get(name), name);
    }
}
