package io.clmr.eval.export;

import io.clmr.core.model.HostTensor;
import java.util.List;
import java.util.Map;

/** Appends a SampleCNN. */
final class OnnxSampleCnn implements OnnxEncoder {

    private static final int FIRST_STRIDE = 3;

    private final OnnxGraph graph;
    private final Map<String, HostTensor> weights;
    private final List<Integer> strides;

    /** @param strides of the blocks between the first and the last */
    OnnxSampleCnn(OnnxGraph graph, Map<String, HostTensor> weights, List<Integer> strides) {
        this.graph = graph;
        this.weights = weights;
        this.strides = strides;
    }

    @Override
    public String append(String samples, String name) {
        String x = convolution(0).append(graph, samples, "block0", FIRST_STRIDE, 0); // the only one that strides
        for (int block = 1; block <= strides.size(); block++) {
            x = graph.maxPool(same(x, block), "block" + block + ".pool", strides.get(block - 1));
        }
        x = same(x, strides.size() + 1); // [batch, featureDim, 1]
        return graph.node("Flatten", name, List.of(x), OnnxGraph.integer("axis", 1));
    }

    @Override
    public int featureDim() {
        return convolution(strides.size() + 1).channels();
    }

    private String same(String x, int block) {
        return convolution(block).append(graph, x, "block" + block, 1, 1);
    }

    private Convolution convolution(int block) {
        return Convolution.folded(weights, "encoder.sequential." + block);
    }
}
