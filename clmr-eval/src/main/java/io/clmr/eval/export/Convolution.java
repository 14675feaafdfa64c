package io.clmr.eval.export;

import io.clmr.core.model.HostTensor;
import java.util.List;
import java.util.Map;

/**
 * A convolution with a ReLU behind it.
 *
 * @param weight [channels, inputs, kernel], row after row
 * @param shape of the weight
 * @param bias [channels]
 */
@SuppressWarnings("ArrayRecordComponent") // plain numbers that are handed over, not compared
record Convolution(float[] weight, long[] shape, float[] bias) {

    /** What PyTorch adds to the variance. */
    private static final double EPSILON = 1e-5;

    /**
     * Takes a convolution without a norm.
     *
     * @param weights of a checkpoint
     * @param prefix of its name there, such as {@code encoder.seq.layer-0.0}
     */
    static Convolution plain(Map<String, HostTensor> weights, String prefix) {
        HostTensor weight = tensor(weights, prefix + ".weight");
        return new Convolution(
                weight.toFloats(),
                weight.shape(),
                tensor(weights, prefix + ".bias").toFloats());
    }

    /**
     * Takes a convolution and folds the BatchNorm behind it in, in double precision.
     *
     * @param weights of a checkpoint
     * @param prefix of the block's name there, such as {@code encoder.sequential.0}
     */
    static Convolution folded(Map<String, HostTensor> weights, String prefix) {
        String convolution = prefix + ".0.";
        String norm = prefix + ".1.";
        double[] gamma = values(weights, norm + "weight");
        double[] variance = values(weights, norm + "running_var");
        double[] scale = new double[gamma.length];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + EPSILON);
        }
        double[] weight = values(weights, convolution + "weight");
        float[] scaled = new float[weight.length];
        for (int i = 0; i < weight.length; i++) {
            scaled[i] = (float) (weight[i] * scale[i / (weight.length / scale.length)]);
        }
        double[] bias = values(weights, convolution + "bias");
        double[] mean = values(weights, norm + "running_mean");
        double[] beta = values(weights, norm + "bias");
        float[] shifted = new float[bias.length];
        for (int c = 0; c < bias.length; c++) {
            shifted[c] = (float) ((bias[c] - mean[c]) * scale[c] + beta[c]);
        }
        return new Convolution(scaled, tensor(weights, convolution + "weight").shape(), shifted);
    }

    int channels() {
        return Math.toIntExact(shape[0]);
    }

    /**
     * Appends it to a graph.
     *
     * @param x [batch, inputs, length]
     * @param name what the names of its parts begin with
     */
    String append(OnnxGraph graph, String x, String name, int stride, int padding) {
        String convolved = graph.node(
                "Conv",
                name + ".conv",
                List.of(
                        x,
                        graph.constant(name + ".weight", weight, shape),
                        graph.constant(name + ".bias", bias, bias.length)),
                OnnxGraph.integers("kernel_shape", shape[2]),
                OnnxGraph.integers("strides", stride),
                OnnxGraph.integers("pads", padding, padding));
        return graph.node("Relu", name + ".relu", List.of(convolved));
    }

    private static double[] values(Map<String, HostTensor> weights, String name) {
        return tensor(weights, name).toDoubles();
    }

    private static HostTensor tensor(Map<String, HostTensor> weights, String name) {
        HostTensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(name + " is not among the weights");
        }
        return tensor;
    }
}
