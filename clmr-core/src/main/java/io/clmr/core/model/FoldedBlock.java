package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.pooling.Pool;
import io.clmr.encoder.ConvLayer;

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
     * Copies weights to a device.
     *
     * @param manager that will hold them
     */
    static FoldedBlock of(ConvLayer layer, NDManager manager, DataType dataType) {
        HostTensor weight = HostTensor.of(layer.weight(), layer.outputs(), layer.inputs(), layer.kernel());
        return new FoldedBlock(
                EngineMemory.create(weight, manager, dataType),
                EngineMemory.create(HostTensor.of(layer.bias(), layer.outputs()), manager, dataType),
                new Shape(layer.stride()),
                new Shape(layer.padding()),
                layer.pool());
    }

    NDArray forward(NDArray x) {
        NDArray filtered =
                Conv1d.conv1d(x, weight, bias, stride, padding, UNDILATED).singletonOrThrow();
        NDArray pooled =
                pool == 1 ? filtered : Pool.maxPool1d(filtered, new Shape(pool), new Shape(pool), new Shape(0), false);
        return Activation.relu(pooled); // [batch, channels, length / pool]
    }
}
