package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The projection head: two linear layers without biases and a ReLU between, [batch, featureDim] to [batch, dim]. */
public final class ProjectionHead extends AbstractBlock implements Head {

    private static final byte VERSION = 1;

    private final int featureDim;
    private final int projectionDim;
    private final Linear hidden;
    private final Linear output;

    /**
     * Makes the head; its parameters get their start values when it is initialised.
     *
     * @param featureDim values of a representation, also those of the hidden layer
     * @param projectionDim values of a projection
     */
    public ProjectionHead(int featureDim, int projectionDim, WeightInit init) {
        super(VERSION);
        this.featureDim = featureDim;
        this.projectionDim = projectionDim;
        hidden = addChildBlock("hidden", linear(featureDim));
        output = addChildBlock("output", linear(projectionDim));
        hidden.setInitializer(init.uniform("projector.0.weight", featureDim), "weight");
        output.setInitializer(init.uniform("projector.2.weight", featureDim), "weight");
    }

    /** Returns the shapes of what a checkpoint keeps, by its names. */
    static Map<String, long[]> shapes(int featureDim, int projectionDim) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("projector.0.weight", new long[] {featureDim, featureDim});
        shapes.put("projector.2.weight", new long[] {projectionDim, featureDim});
        return shapes;
    }

    private static Linear linear(int units) {
        return Linear.builder().setUnits(units).optBias(false).build();
    }

    @Override
    public Map<String, Parameter> namedParameters() {
        Map<String, Parameter> named = new LinkedHashMap<>();
        named.put("0.weight", hidden.getDirectParameters().get("weight"));
        named.put("2.weight", output.getDirectParameters().get("weight"));
        return Collections.unmodifiableMap(named);
    }

    @Override
    public long multiplyAdds() {
        return (long) featureDim * featureDim + (long) featureDim * projectionDim;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray h = hidden.forward(parameterStore, inputs, training).singletonOrThrow(); // [batch, featureDim]
        return output.forward(parameterStore, new NDList(Activation.relu(h)), training); // [batch, projectionDim]
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        hidden.initialize(manager, dataType, inputShapes);
        output.initialize(manager, dataType, hidden.getOutputShapes(inputShapes));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), projectionDim)};
    }
}
