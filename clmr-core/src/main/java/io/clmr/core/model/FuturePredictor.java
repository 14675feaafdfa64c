package io.clmr.core.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Map;
import java.util.Objects;

/**
 * CPC's head: one linear map without bias from a context to the encodings of the next steps, [batch, length, context] to
 * [batch, length, channels · steps], the nearest step first.
 */
final class FuturePredictor extends AbstractBlock implements Head {

    private static final byte VERSION = 1;

    private final int contextDim;
    private final int outputs;
    private final Linear map;

    FuturePredictor(int contextDim, int outputs, WeightInit init) {
        super(VERSION);
        this.contextDim = contextDim;
        this.outputs = outputs;
        map = addChildBlock(
                "map", Linear.builder().setUnits(outputs).optBias(false).build());
        map.setInitializer(init.uniform("projector.predictor.weight", contextDim), "weight");
    }

    @Override
    public Map<String, Parameter> namedParameters() {
        return Map.of(
                "predictor.weight",
                Objects.requireNonNull(map.getDirectParameters().get("weight")));
    }

    @Override
    public long multiplyAdds() {
        return (long) contextDim * outputs;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, PairList<String, Object> params) {
        return map.forward(parameterStore, inputs, training);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        map.initialize(manager, dataType, inputShapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return map.getOutputShapes(inputShapes);
    }
}
