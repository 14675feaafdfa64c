package io.clmr.eval.export;

import io.clmr.core.model.HostTensor;
import java.util.List;
import java.util.Map;

/** Appends a SampleCNN to a graph. */
final class OnnxEncoder {

    private final OnnxGraph graph;
    private final Map<String, HostTensor> weights;
    private long channels;

    OnnxEncoder(OnnxGraph graph, Map<String, HostTensor> weights) {
        this.graph = graph;
        this.weights = weights;
    }

    /**
     * Appends all blocks.
     *
     * @param samples [batch, 1, samples]
     * @param strides of the blocks between the first and the last
     * @param name of the result, [batch, featureDim]
     */
    String append(String samples, List<Integer> strides, String name) {
        String x = convolution(samples, 0, 3, 0); // the first block is the only one that strides
        for (int block = 1; block <= strides.size(); block++) {
            int size = strides.get(block - 1);
            x = graph.node(
                    "MaxPool",
                    "block" + block + ".pool",
                    List.of(convolution(x, block, 1, 1)),
                    OnnxGraph.integers("kernel_shape", size),
                    OnnxGraph.integers("strides", size));
        }
        x = convolution(x, strides.size() + 1, 1, 1); // [batch, featureDim, 1]
        return graph.node("Flatten", name, List.of(x), OnnxGraph.integer("axis", 1));
    }

    /** Number of values in a representation, once the blocks are there. */
    int featureDim() {
        return Math.toIntExact(channels);
    }

    private String convolution(String x, int block, int stride, int padding) {
        FoldedConvolution folded = FoldedConvolution.of(weights, block);
        String prefix = "block" + block;
        channels = folded.channels();
        String convolved = graph.node(
                "Conv",
                prefix + ".conv",
                List.of(
                        x,
                        graph.constant(prefix + ".weight", folded.weight(), folded.shape()),
                        graph.constant(prefix + ".bias", folded.bias(), channels)),
                OnnxGraph.integers("kernel_shape", folded.kernel()),
                OnnxGraph.integers("strides", stride),
                OnnxGraph.integers("pads", padding, padding));
        return graph.node("Relu", prefix + ".relu", List.of(convolved));
    }
}
