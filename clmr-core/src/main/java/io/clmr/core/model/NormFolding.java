package io.clmr.core.model;

import io.clmr.encoder.ConvLayer;
import java.util.function.Function;

/** Folds the norm of a convolution into its weights, in double precision. */
final class NormFolding {

    private NormFolding() {}

    /**
     * Folds.
     *
     * @param values of the block's parameters by name, such as {@code 1.running_mean}
     * @param block the shape of the convolution and its pool
     * @param epsilon of the norm
     */
    static ConvLayer fold(Function<String, double[]> values, BlockShape block, double epsilon) {
        double[] scale = new double[block.outputs()];
        double[] gamma = values.apply("1.weight");
        double[] variance = values.apply("1.running_var");
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
        }
        double[] weight = values.apply("0.weight").clone(); // [outputs, inputs, kernel]
        int perChannel = weight.length / scale.length;
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= scale[i / perChannel];
        }
        double[] bias = values.apply("0.bias").clone();
        double[] mean = values.apply("1.running_mean");
        double[] beta = values.apply("1.bias");
        for (int c = 0; c < bias.length; c++) {
            bias[c] = (bias[c] - mean[c]) * scale[c] + beta[c];
        }
        return new ConvLayer(
                block.inputs(),
                block.outputs(),
                block.kernel(),
                block.stride(),
                block.padding(),
                block.pool(),
                weight,
                bias);
    }
}
