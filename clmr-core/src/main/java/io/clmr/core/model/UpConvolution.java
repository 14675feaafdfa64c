package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.clmr.core.engine.TorchScript;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A transposed convolution that makes every value {@code factor} values, [batch, inputs, length] to [batch, outputs,
 * length · factor]; its kernel and its stride are the factor. DJL has none for this engine.
 */
final class UpConvolution extends AbstractBlock {

    /**
     * The size of one.
     *
     * @param inputs channels
     * @param outputs channels
     * @param factor by which the length grows
     */
    record Size(int inputs, int outputs, int factor) {

        /** Adds the shapes of what a checkpoint keeps. */
        void addParameters(String prefix, Map<String, long[]> shapes) {
            shapes.put(prefix + "weight", new long[] {inputs, outputs, factor});
            shapes.put(prefix + "bias", new long[] {outputs});
        }

        long multiplyAdds(long inputLength) {
            return inputLength * inputs * outputs * factor;
        }
    }

    private static final byte VERSION = 1;

    private final Size size;
    private final Parameter weight; // [inputs, outputs, factor], as PyTorch has it
    private final Parameter bias; // [outputs]
    private Optional<TorchScript> script = Optional.empty();

    /** @param name in the checkpoint, such as {@code encoder.transposedConv6} */
    UpConvolution(Size size, WeightInit init, String name) {
        super(VERSION);
        this.size = size;
        long fanIn = (long) size.outputs() * size.factor(); // as PyTorch counts: the weight's second axis
        weight = addParameter(Parameter.builder()
                .setName("weight")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(size.inputs(), size.outputs(), size.factor()))
                .optInitializer(init.uniform(name + ".weight", fanIn))
                .build());
        bias = addParameter(Parameter.builder()
                .setName("bias")
                .setType(Parameter.Type.BIAS)
                .optShape(new Shape(size.outputs()))
                .optInitializer(init.uniform(name + ".bias", fanIn))
                .build());
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        script = Optional.of(compile(manager));
    }

    private TorchScript compile(NDManager manager) {
        int factor = size.factor();
        return TorchScript.compile(
                manager, List.of("return torch.conv_transpose1d(x, w[0], w[1], [" + factor + "], [0], [0], 1, [1])"));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDList weights = new NDList(
                parameterStore.getValue(weight, x.getDevice(), training),
                parameterStore.getValue(bias, x.getDevice(), training));
        return new NDList(script.orElseThrow().call(x, weights));
    }

    /** Copies the present weights. */
    UnaryOperator<NDArray> freeze(NDManager manager, DataType dataType) {
        TorchScript own = compile(manager);
        NDArray copiedWeight = EngineMemory.create(HostTensor.of(weight.getArray()), manager, dataType);
        NDArray copiedBias = EngineMemory.create(HostTensor.of(bias.getArray()), manager, dataType);
        return x -> own.call(x, new NDList(copiedWeight, copiedBias));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        return new Shape[] {new Shape(input.get(0), size.outputs(), input.get(2) * size.factor())};
    }
}
