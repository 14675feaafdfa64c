package io.clmr.eval.export;

import io.clmr.core.model.HostTensor;
import java.util.Map;

/**
 * The convolution of a block with the BatchNorm behind it folded in.
 *
 * @param weight [channels, inputs, kernel], row after row
 * @param shape of the weight
 * @param bias [channels]
 */
@SuppressWarnings("ArrayRecordComponent") // plain numbers that are handed over, not compared
record FoldedConvolution(float[] weight, long[] shape, float[] bias) {

    /** What PyTorch adds to the variance. */
    private static final double EPSILON = 1e-5;

    /**
     * Folds in double precision.
     *
     * @param weights of a checkpoint
     * @param block its number
     */
    static FoldedConvolution of(Map<String, HostTensor> weights, int block) {
        String convolution = "encoder.sequential." + block + ".0.";
        String norm = "encoder.sequential." + block + ".1.";
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
        return new FoldedConvolution(
                scaled, tensor(weights, convolution + "weight").shape(), shifted);
    }

    /** Number of taps. */
    long kernel() {
        return shape[2];
    }

    long channels() {
        return shape[0];
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
