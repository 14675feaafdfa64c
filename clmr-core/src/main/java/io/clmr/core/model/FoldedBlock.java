package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.pooling.Pool;

/** A {@link ConvBlock} for inference, its norm folded into its convolution. */
final class FoldedBlock {

    private static final Shape UNDILATED = new Shape(1);

    private final NDArray weight;
    private final NDArray bias;
    private final Shape stride;
    private final Shape padding;
    private final int pool;

    private FoldedBlock(NDArray weight, NDArray bias, Shape stride, Shape padding, int pool) {
        this.weight = weight;
        this.bias = bias;
        this.stride = stride;
        this.padding = padding;
        this.pool = pool;
    }

    /**
     * Folds with the present weights and running statistics, in double precision.
     *
     * @param manager that will hold the result
     * @param epsilon of the norm
     */
    static FoldedBlock of(ConvBlock block, NDManager manager, DataType dataType, double epsilon) {
        double[] scale = new double[block.channels()];
        double[] gamma = block.values("1.weight");
        double[] variance = block.values("1.running_var");
        for (int c = 0; c < scale.length; c++) {
            scale[c] = gamma[c] / Math.sqrt(variance[c] + epsilon);
        }
        double[] weight = block.values("0.weight"); // [channels, inputs, kernel]
        int perChannel = weight.length / scale.length;
        for (int i = 0; i < weight.length; i++) {
            weight[i] *= scale[i / perChannel];
        }
        double[] bias = block.values("0.bias");
        double[] mean = block.values("1.running_mean");
        double[] beta = block.values("1.bias");
        for (int c = 0; c < bias.length; c++) {
            bias[c] = (bias[c] - mean[c]) * scale[c] + beta[c];
        }
        long[] shape = block.weightShape();
        return new FoldedBlock(
                EngineMemory.create(HostTensor.of(weight, shape), manager, dataType),
                EngineMemory.create(HostTensor.of(bias, bias.length), manager, dataType),
                block.stride(),
                block.padding(),
                block.pool());
    }

    NDArray forward(NDArray x) {
        NDArray filtered =
                Conv1d.conv1d(x, weight, bias, stride, padding, UNDILATED).singletonOrThrow();
        NDArray pooled =
                pool == 1 ? filtered : Pool.maxPool1d(filtered, new Shape(pool), new Shape(pool), new Shape(0), false);
        return Activation.relu(pooled); // [batch, channels, length / pool]
    }
}
