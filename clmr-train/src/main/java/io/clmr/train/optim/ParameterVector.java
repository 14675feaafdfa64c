package io.clmr.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.core.model.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's parameters as one long vector, so that an update takes some ten operations and not ten per parameter.
 *
 * <p>The parameters stay where they are; gradients and values are gathered, updates are handed back in slices.
 */
final class ParameterVector {

    private final List<String> names;
    private final List<NDArray> parameters;
    private final DataType dataType;
    private final long[] ends;

    /** @param parameters by name, at least one, all of one data type and device */
    ParameterVector(Map<String, NDArray> parameters) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("there are no parameters to optimise");
        }
        names = List.copyOf(parameters.keySet());
        this.parameters = List.copyOf(parameters.values());
        dataType = this.parameters.get(0).getDataType();
        ends = new long[names.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += this.parameters.get(i).size();
            ends[i] = end;
        }
    }

    List<NDArray> parameters() {
        return parameters;
    }

    /** Returns the number of values of all parameters together. */
    long size() {
        return ends[ends.length - 1];
    }

    /** Makes a vector of zeros, [size], that belongs to the manager. */
    NDArray zeros(NDManager manager) {
        return manager.zeros(new Shape(size()), dataType);
    }

    /** Gathers the gradients, [size], in the scope's manager. */
    NDArray gradients(NDManager scope) {
        NDList parts = new NDList(parameters.size());
        for (NDArray parameter : parameters) {
            NDArray gradient = parameter.getGradient();
            gradient.attach(scope); // each call makes a handle that would otherwise live as long as the parameter
            parts.add(gradient.flatten());
        }
        return joined(parts);
    }

    void zeroGradients() {
        for (NDArray parameter : parameters) {
            JniUtils.zeroGrad((PtNDArray) parameter);
        }
    }

    /** Gathers the values, [size], in the scope's manager. */
    NDArray values(NDManager scope) {
        NDList parts = new NDList(parameters.size());
        for (NDArray parameter : parameters) {
            NDArray flat = parameter.flatten();
            flat.attach(scope);
            parts.add(flat);
        }
        return joined(parts);
    }

    /** Copies parts into one vector; a single one too, which concat would hand out as it is. */
    static NDArray joined(NDList parts) {
        return parts.size() == 1 ? parts.get(0).duplicate() : NDArrays.concat(parts);
    }

    /** Subtracts each parameter's slice of a vector, [size], from it in place. */
    void subtract(NDArray update, NDManager scope) {
        NDList slices = slices(update);
        slices.attach(scope);
        for (int i = 0; i < slices.size(); i++) {
            NDArray parameter = parameters.get(i);
            parameter.subi(slices.get(i).reshape(parameter.getShape()));
        }
    }

    /** Cuts a vector, [size], into one view per parameter, each still one-dimensional. */
    NDList slices(NDArray vector) {
        if (ends.length == 1) {
            return new NDList(vector.reshape(-1)); // split would hand out the vector itself, to be closed by the caller
        }
        return vector.split(Arrays.copyOf(ends, ends.length - 1), 0);
    }

    /** Copies a vector, [size], into named tensors of the parameters' shapes. */
    Map<String, HostTensor> named(String prefix, NDArray vector) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        try (NDManager scope = vector.getManager().newSubManager()) {
            scope.tempAttachAll(vector);
            NDList slices = slices(vector);
            for (int i = 0; i < slices.size(); i++) {
                tensors.put(
                        prefix + names.get(i),
                        HostTensor.of(slices.get(i).reshape(parameters.get(i).getShape())));
            }
        }
        return tensors;
    }

    /**
     * Fills a vector, [size], in place from what {@link #named} made of it.
     *
     * @throws IllegalArgumentException if a parameter's tensor is missing or of another shape
     */
    void fill(NDArray vector, String prefix, Map<String, HostTensor> tensors) {
        List<HostTensor> found = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            HostTensor tensor = tensors.get(prefix + names.get(i));
            long[] expected = parameters.get(i).getShape().getShape();
            if (tensor == null || !Arrays.equals(tensor.shape(), expected)) {
                throw new IllegalArgumentException(prefix + names.get(i) + " is "
                        + (tensor == null ? "missing" : Arrays.toString(tensor.shape())) + ", expected "
                        + Arrays.toString(expected));
            }
            found.add(tensor);
        }
        try (NDManager scope = vector.getManager().newSubManager()) {
            NDList parts = new NDList(found.size());
            for (HostTensor tensor : found) {
                parts.add(tensor.toArray(scope, dataType).flatten());
            }
            vector.set(new NDIndex(":"), joined(parts));
        }
    }

    /** Checks that a saved state has exactly the tensors of these prefixes. */
    void checkNames(Map<String, HostTensor> state, String... prefixes) {
        for (String name : state.keySet()) {
            if (Arrays.stream(prefixes)
                    .noneMatch(prefix -> name.startsWith(prefix) && names.contains(name.substring(prefix.length())))) {
                throw new IllegalArgumentException(name + " is in the saved optimiser state but not in this optimiser");
            }
        }
    }
}
