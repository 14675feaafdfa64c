package io.clmr.eval.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.clmr.eval.features.NotFiniteException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A graph that grows node by node; each call returns the name of the value that the new node gives. */
final class OnnxGraph {

    private static final String BATCH = "batch";

    private final GraphProto.Builder graph = GraphProto.newBuilder();

    OnnxGraph(String name) {
        graph.setName(name);
    }

    /** Declares the input, [batch, …], of any batch size. */
    String input(String name, long... shape) {
        graph.addInput(valueInfo(name, shape));
        return name;
    }

    /** Declares an output, [batch, …]. */
    void output(String name, long... shape) {
        graph.addOutput(valueInfo(name, shape));
    }

    /**
     * Keeps numbers in the file.
     *
     * @throws NotFiniteException if they are not finite, as weights can become that a norm is folded into
     */
    String constant(String name, float[] values, long... shape) {
        NotFiniteException.refuse(name, new float[][] {values});
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** Adds a node with one output, which has the node's name. */
    String node(String operator, String name, List<String> inputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(name)
                .addAllInput(inputs)
                .addOutput(name)
                .addAllAttribute(List.of(attributes)));
        return name;
    }

    /** Adds the largest of every {@code size} values in time. */
    String maxPool(String x, String name, int size) {
        return node("MaxPool", name, List.of(x), integers("kernel_shape", size), integers("strides", size));
    }

    /** Adds the mean over axes, which go. */
    String mean(String x, String name, long... axes) {
        return node("ReduceMean", name, List.of(x), integers("axes", axes), integer("keepdims", 0));
    }

    GraphProto build() {
        return graph.build();
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static ValueInfoProto valueInfo(String name, long... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
        for (long size : shape) {
            dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT.getNumber())
                                .setShape(dims)))
                .build();
    }
}
