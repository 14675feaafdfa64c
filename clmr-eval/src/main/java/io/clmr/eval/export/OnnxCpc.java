package io.clmr.eval.export;

import io.clmr.core.model.Cpc;
import io.clmr.core.model.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Appends the networks of contrastive predictive coding up to the mean of the contexts. */
final class OnnxCpc implements OnnxEncoder {

    private final OnnxGraph graph;
    private final Map<String, HostTensor> weights;

    OnnxCpc(OnnxGraph graph, Map<String, HostTensor> weights) {
        this.graph = graph;
        this.weights = weights;
    }

    @Override
    public String append(String samples, String name) {
        String x = samples;
        for (int i = 0; i < Cpc.STRIDES.size(); i++) {
            x = Convolution.plain(weights, "encoder.seq.layer-" + i + ".0")
                    .append(graph, x, "layer" + i, Cpc.STRIDES.get(i), Cpc.PADDINGS.get(i));
        }
        String encodings = // [length, batch, channels]
                graph.node("Transpose", "encodings", List.of(x), OnnxGraph.integers("perm", 2, 0, 1));
        return graph.mean(contexts(encodings), name, 0, 1);
    }

    @Override
    public int featureDim() {
        return Math.toIntExact(tensor("weight_hh").shape()[1]);
    }

    /** Returns [length, 1, batch, featureDim]. */
    private String contexts(String encodings) {
        long units = featureDim();
        float[] inputs = reordered(tensor("weight_ih").toFloats());
        float[] states = reordered(tensor("weight_hh").toFloats());
        float[] inputBias = reordered(tensor("bias_ih").toFloats());
        float[] stateBias = reordered(tensor("bias_hh").toFloats());
        return graph.node(
                "GRU",
                "contexts",
                List.of(
                        encodings,
                        graph.constant("contexts.inputs", inputs, 1, 3 * units, inputs.length / (3 * units)),
                        graph.constant("contexts.states", states, 1, 3 * units, units),
                        graph.constant("contexts.bias", joined(inputBias, stateBias), 1, 6 * units)),
                OnnxGraph.integer("hidden_size", units),
                OnnxGraph.integer("linear_before_reset", 1)); // as PyTorch computes the new gate
    }

    private HostTensor tensor(String part) {
        return Objects.requireNonNull(weights.get("encoder.autoregressor." + part + "_l0"));
    }

    /** PyTorch has the rows of the reset gate before those of the update gate, ONNX behind. */
    private static float[] reordered(float[] rows) {
        int gate = rows.length / 3;
        float[] reordered = rows.clone();
        System.arraycopy(rows, gate, reordered, 0, gate);
        System.arraycopy(rows, 0, reordered, gate, gate);
        return reordered;
    }

    private static float[] joined(float[] a, float[] b) {
        float[] joined = new float[a.length + b.length];
        System.arraycopy(a, 0, joined, 0, a.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }
}
