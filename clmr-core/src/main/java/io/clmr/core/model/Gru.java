package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One layer of gated recurrent units from a state of zeros, [batch, length, inputs] to [batch, length, units].
 *
 * <p>Weights are PyTorch's. DJL's own block names and starts them otherwise.
 */
final class Gru extends AbstractBlock {

    private static final byte VERSION = 1;
    private static final int GATES = 3;

    private final int inputs;
    private final int units;
    private final List<Parameter> weights = new ArrayList<>(); // in the order the engine wants them

    /** @param name in the checkpoint */
    Gru(int inputs, int units, WeightInit init, String name) {
        super(VERSION);
        this.inputs = inputs;
        this.units = units;
        int rows = GATES * units;
        add("weight_ih_l0", new Shape(rows, inputs), Parameter.Type.WEIGHT, init, name);
        add("weight_hh_l0", new Shape(rows, units), Parameter.Type.WEIGHT, init, name);
        add("bias_ih_l0", new Shape(rows), Parameter.Type.BIAS, init, name);
        add("bias_hh_l0", new Shape(rows), Parameter.Type.BIAS, init, name);
    }

    /** Returns the shapes of what a checkpoint keeps, by its names. */
    static Map<String, long[]> shapes(long inputs, long units) {
        long rows = GATES * units;
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("weight_ih_l0", new long[] {rows, inputs});
        shapes.put("weight_hh_l0", new long[] {rows, units});
        shapes.put("bias_ih_l0", new long[] {rows});
        shapes.put("bias_hh_l0", new long[] {rows});
        return shapes;
    }

    private void add(String part, Shape shape, Parameter.Type type, WeightInit init, String name) {
        weights.add(addParameter(Parameter.builder()
                .setName(part)
                .setType(type)
                .optShape(shape)
                .optInitializer(init.uniform(name + "." + part, units)) // PyTorch starts all four so
                .build()));
    }

    Map<String, Parameter> namedParameters() {
        Map<String, Parameter> named = new LinkedHashMap<>();
        weights.forEach(weight -> named.put(weight.getName(), weight));
        return named;
    }

    long multiplyAdds(long length) {
        return length * GATES * units * ((long) inputs + units);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList arrays, boolean training, PairList<String, Object> params) {
        NDArray x = arrays.singletonOrThrow();
        NDArray zeros = x.getManager().zeros(new Shape(1, x.getShape().get(0), units), x.getDataType());
        NDList values = new NDList();
        weights.forEach(weight -> values.add(parameterStore.getValue(weight, x.getDevice(), training)));
        NDList outputs = JniUtils.gru((PtNDArray) x, (PtNDArray) zeros, values, true, 1, 0, training, false, true);
        return new NDList(outputs.get(0));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape input = inputShapes[0];
        return new Shape[] {new Shape(input.get(0), input.get(1), units)};
    }
}
