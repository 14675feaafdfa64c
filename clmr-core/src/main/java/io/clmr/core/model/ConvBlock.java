package io.clmr.core.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import io.clmr.encoder.ConvLayer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One block of an encoder: convolution, BatchNorm, ReLU and, if it has one, a max-pool.
 *
 * <p>The pool stands before the ReLU, not behind it: both take the larger of values and keep their order, so outputs
 * and gradients are the same, and the ReLU has fewer values to see. In training a pool that divides the length evenly
 * is a reshape and a maximum over the last axis, whose gradient is the cheaper one; in inference max-pool is faster.
 */
final class ConvBlock extends AbstractBlock {

    private static final byte VERSION = 1;
    static final int NO_POOL = 1;
    static final float EPSILON = 1e-5f;

    /** The share of the new value in a running statistic, as PyTorch counts. */
    static final float MOMENTUM = 0.1f;

    /** Number of {@link #arrays}. */
    static final int ARRAYS = 6;

    private static final List<String> ARRAY_NAMES =
            List.of("0.weight", "0.bias", "1.weight", "1.bias", "1.running_mean", "1.running_var");

    private final Conv1d convolution;
    private final BatchNorm norm;
    private final Parameter batchesTracked;
    private final int pool;

    private ConvBlock(Conv1d convolution, int pool) {
        super(VERSION);
        this.pool = pool;
        this.convolution = addChildBlock("conv", convolution);
        // DJL's momentum is what is kept of the old value
        norm = addChildBlock(
                "norm",
                BatchNorm.builder()
                        .optMomentum(1 - MOMENTUM)
                        .optEpsilon(EPSILON)
                        .build());
        batchesTracked = addParameter(Parameter.builder()
                .setName("batchesTracked")
                .setType(Parameter.Type.OTHER)
                .optRequiresGrad(false)
                .optShape(new Shape())
                .optInitializer((manager, shape, dataType) -> manager.create(0L))
                .build());
    }

    /** The first block: kernel 3, stride 3, no padding, no pool. */
    static ConvBlock first(int channels) {
        return new ConvBlock(convolution(channels, 3, 3, 0), NO_POOL);
    }

    /** A block between the first and the last: kernel and pool are the stride, padding 1. */
    static ConvBlock pooled(int channels, int stride) {
        return new ConvBlock(convolution(channels, stride, 1, 1), stride);
    }

    /** The last block: kernel 3, padding 1, no pool. */
    static ConvBlock last(int channels) {
        return new ConvBlock(convolution(channels, 3, 1, 1), NO_POOL);
    }

    /** A block of any shape. */
    static ConvBlock of(BlockShape shape) {
        return new ConvBlock(
                convolution(shape.outputs(), shape.kernel(), shape.stride(), shape.padding()), shape.pool());
    }

    private static Conv1d convolution(int channels, int kernel, int stride, int padding) {
        return Conv1d.builder()
                .setFilters(channels)
                .setKernelShape(new Shape(kernel))
                .optStride(new Shape(stride))
                .optPadding(new Shape(padding))
                .build();
    }

    /** Sets the start values; the norm's are DJL's, which are PyTorch's: weight 1, bias 0, mean 0, variance 1. */
    ConvBlock startingFrom(WeightInit init, String name, int inputChannels) {
        long fanIn = fanIn(inputChannels);
        return starting(init.uniform(name + ".0.weight", fanIn), init.uniform(name + ".0.bias", fanIn));
    }

    /** As {@link #startingFrom}, with weights that keep the variance of what goes through a ReLU. */
    ConvBlock startingForRelu(WeightInit init, String name, int inputChannels) {
        long fanIn = fanIn(inputChannels);
        return starting(init.uniformForRelu(name + ".0.weight", fanIn), init.uniform(name + ".0.bias", fanIn));
    }

    private long fanIn(int inputChannels) {
        return inputChannels * convolution.getKernelShape().get(0);
    }

    private ConvBlock starting(Initializer weight, Initializer bias) {
        convolution.setInitializer(weight, "weight");
        convolution.setInitializer(bias, "bias");
        return this;
    }

    /** Returns what a checkpoint keeps, by the names of PyTorch's Sequential(Conv1d, BatchNorm1d, …). */
    Map<String, Parameter> namedParameters() {
        Map<String, Parameter> named = new LinkedHashMap<>();
        named.put("0.weight", convolution.getDirectParameters().get("weight"));
        named.put("0.bias", convolution.getDirectParameters().get("bias"));
        named.put("1.weight", norm.getDirectParameters().get("gamma"));
        named.put("1.bias", norm.getDirectParameters().get("beta"));
        named.put("1.running_mean", norm.getDirectParameters().get("runningMean"));
        named.put("1.running_var", norm.getDirectParameters().get("runningVar"));
        named.put("1.num_batches_tracked", batchesTracked);
        return named;
    }

    /** Returns weight and bias of the convolution, weight, bias, mean and variance of the norm. */
    NDList arrays(ParameterStore parameterStore, Device device) {
        NDList arrays = new NDList(ARRAYS);
        for (String name : ARRAY_NAMES) {
            arrays.add(parameterStore.getValue(
                    Objects.requireNonNull(namedParameters().get(name), name), device, true));
        }
        return arrays;
    }

    /** Notes that the running statistics have seen a further batch. */
    void countBatch(ParameterStore parameterStore, Device device) {
        parameterStore.getValue(batchesTracked, device, true).addi(1);
    }

    /** Folds the norm into the convolution, with the present weights and running statistics. */
    ConvLayer fold() {
        return NormFolding.fold(this::values, shape(), EPSILON);
    }

    BlockShape shape() {
        Shape weight = convolution.getDirectParameters().get("weight").getShape(); // [channels, inputs, kernel]
        return new BlockShape(
                Math.toIntExact(weight.get(1)),
                Math.toIntExact(weight.get(0)),
                Math.toIntExact(weight.get(2)),
                Math.toIntExact(convolution.getStride().get(0)),
                Math.toIntExact(convolution.getPadding().get(0)),
                pool);
    }

    /** Copies the present values of a parameter. */
    private double[] values(String name) {
        Parameter parameter = Objects.requireNonNull(namedParameters().get(name), name);
        return HostTensor.of(parameter.getArray()).toDoubles();
    }

    /** Multiplications of the convolution; the norm can be folded into it and is not counted. */
    long multiplyAdds(Shape input) {
        Shape output = convolution.getOutputShapes(new Shape[] {input})[0];
        return output.slice(1).size()
                * input.get(1)
                * convolution.getKernelShape().get(0);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList filtered = convolution.forward(parameterStore, inputs, training);
        NDArray normed = norm.forward(parameterStore, filtered, training).singletonOrThrow();
        if (training) {
            countBatch(parameterStore, normed.getDevice());
        }
        NDArray pooled = pool == NO_POOL ? normed : maxPool(normed, pool, training); // [batch, channels, length / pool]
        return new NDList(Activation.relu(pooled));
    }

    /** Takes the largest of each {@code pool} values in time, [batch, channels, length] to [batch, channels, length / pool]. */
    static NDArray maxPool(NDArray x, int pool, boolean training) {
        Shape shape = x.getShape(); // [batch, channels, length]
        long length = shape.get(2);
        if (training && length % pool == 0) {
            return x.reshape(shape.get(0), shape.get(1), length / pool, pool).max(new int[] {3});
        }
        return Pool.maxPool1d(x, new Shape(pool), new Shape(pool), new Shape(0), false);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        convolution.initialize(manager, dataType, inputShapes);
        norm.initialize(manager, dataType, convolution.getOutputShapes(inputShapes));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape full = convolution.getOutputShapes(inputShapes)[0];
        return new Shape[] {new Shape(full.get(0), full.get(1), full.get(2) / pool)};
    }
}
