package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Map;

/** One linear layer over the window: an encoder that comes from outside, to show that the socket fits. */
final class LinearEncoder extends AbstractBlock implements Encoder {

    private static final int DIM = 6;

    private final int samples;
    private final Linear layer;

    LinearEncoder(int samples, WeightInit init) {
        this.samples = samples;
        layer = addChildBlock("layer", Linear.builder().setUnits(DIM).build());
        layer.setInitializer(init.uniform("encoder.layer.weight", samples), "weight");
        layer.setInitializer(init.uniform("encoder.layer.bias", samples), "bias");
    }

    /** Found by ServiceLoader. */
    public static final class Provider implements EncoderProvider {

        @Override
        public String name() {
            return "linear";
        }

        @Override
        public void check(int samples, List<Integer> strides, double width) {
            if (!strides.isEmpty()) {
                throw new IllegalArgumentException("strides is " + strides + ", expected none for encoder linear");
            }
        }

        @Override
        public Encoder create(ModelConfig config, WeightInit init) {
            return new LinearEncoder(config.samples(), init);
        }
    }

    @Override
    public int featureDim() {
        return DIM;
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public long multiplyAdds() {
        return (long) samples * DIM;
    }

    @Override
    public Map<String, Parameter> namedParameters() {
        return Map.of("layer.weight", layer.getDirectParameters().get("weight"));
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray flat = inputs.singletonOrThrow().squeeze(1); // [batch, samples]
        return layer.forward(parameterStore, new NDList(flat), training);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        layer.initialize(manager, dataType, new Shape(1, samples));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), DIM)};
    }
}
