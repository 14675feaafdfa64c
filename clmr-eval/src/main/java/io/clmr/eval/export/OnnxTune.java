package io.clmr.eval.export;

import io.clmr.core.model.HostTensor;
import io.clmr.core.model.Tune;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Appends a TUNe, with the parts that its weights are named after; lengths below are those of the published window. */
final class OnnxTune implements OnnxEncoder {

    private final OnnxGraph graph;
    private final Map<String, HostTensor> weights;
    private final List<Integer> pools;
    private final boolean plus;

    /**
     * Makes one.
     *
     * @param pools of the tail; the first four are also those of the way down
     * @param plus whether the tail's first blocks also take the inputs of the way up
     */
    OnnxTune(OnnxGraph graph, Map<String, HostTensor> weights, List<Integer> pools, boolean plus) {
        this.graph = graph;
        this.weights = weights;
        this.pools = pools;
        this.plus = plus;
    }

    @Override
    public String append(String samples, String name) {
        List<String> before = new ArrayList<>(); // finest first
        String x = samples;
        for (int level = 0; level < Tune.LEVELS; level++) {
            String part = "conv" + (level + 1);
            x = block(x, part);
            before.add(x);
            x = graph.maxPool(x, part + ".pool", pools.get(level));
        }
        x = block(x, "conv" + (Tune.LEVELS + 1)); // [batch, 16 c, 729]
        List<String> links = new ArrayList<>(); // coarsest first
        for (int level = Tune.LEVELS - 1; level >= 0; level--) {
            links.add(x);
            int number = 2 * Tune.LEVELS + 1 - level;
            String finer = up(x, "transposedConv" + number, pools.get(level));
            x = block(joined("conv" + number, finer, before.get(level)), "conv" + number);
        }
        for (int i = 0; i < pools.size(); i++) { // x: [batch, c, 59049] and on
            String part = "convDown" + (i + 1);
            x = graph.maxPool(x, part + ".pool", pools.get(i));
            if (plus && i < Tune.LEVELS) {
                x = joined(part, x, links.get(Tune.LEVELS - 1 - i));
            }
            x = block(x, part);
        }
        return graph.mean(x, name, 2);
    }

    @Override
    public int featureDim() {
        return convolution("convDown" + pools.size()).channels();
    }

    private String block(String x, String part) {
        return convolution(part).append(graph, x, part, 1, 1);
    }

    private Convolution convolution(String part) {
        return Convolution.folded(weights, "encoder." + part + ".layers");
    }

    private String joined(String part, String a, String b) {
        return graph.node("Concat", part + ".joined", List.of(a, b), OnnxGraph.integer("axis", 1));
    }

    private String up(String x, String part, int factor) {
        HostTensor weight = Objects.requireNonNull(weights.get("encoder." + part + ".weight"));
        HostTensor bias = Objects.requireNonNull(weights.get("encoder." + part + ".bias"));
        return graph.node(
                "ConvTranspose",
                part,
                List.of(
                        x,
                        graph.constant(part + ".weight", weight.toFloats(), weight.shape()),
                        graph.constant(part + ".bias", bias.toFloats(), bias.shape())),
                OnnxGraph.integers("kernel_shape", factor),
                OnnxGraph.integers("strides", factor));
    }
}
