package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Numbers in plain memory, row after row, as a file holds them: readable without the native engine.
 *
 * <p>A tensor never changes once it is made.
 */
public final class HostTensor {

    private final TensorType type;
    private final long[] shape;
    private final ByteBuffer data;

    private HostTensor(TensorType type, long[] shape, ByteBuffer data) {
        this.type = type;
        this.shape = shape;
        this.data = data;
    }

    /**
     * Wraps values as a file holds them.
     *
     * @param data little-endian values from its position to its limit; must not be changed afterwards
     * @param shape one entry a dimension; none for a single number
     */
    public static HostTensor of(TensorType type, ByteBuffer data, long... shape) {
        long bytes = type.bytes();
        for (long size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException(
                        "shape is " + Arrays.toString(shape) + ", expected no negative size");
            }
            bytes = Math.multiplyExact(bytes, size);
        }
        if (data.remaining() != bytes) {
            throw new IllegalArgumentException("a " + type + " tensor of shape " + Arrays.toString(shape) + " has "
                    + bytes + " bytes, got " + data.remaining());
        }
        return new HostTensor(type, shape.clone(), data.slice().asReadOnlyBuffer());
    }

    /** Copies float values. */
    public static HostTensor of(float[] values, long... shape) {
        ByteBuffer bytes = littleEndian(Math.multiplyExact(values.length, 4));
        bytes.asFloatBuffer().put(values);
        return of(TensorType.F32, bytes, shape);
    }

    /** Copies double values. */
    public static HostTensor of(double[] values, long... shape) {
        ByteBuffer bytes = littleEndian(Math.multiplyExact(values.length, 8));
        bytes.asDoubleBuffer().put(values);
        return of(TensorType.F64, bytes, shape);
    }

    /** Copies long values. */
    public static HostTensor of(long[] values, long... shape) {
        ByteBuffer bytes = littleEndian(Math.multiplyExact(values.length, 8));
        bytes.asLongBuffer().put(values);
        return of(TensorType.I64, bytes, shape);
    }

    /** Copies an array from its device. */
    public static HostTensor of(NDArray array) {
        ByteBuffer source = array.toByteBuffer();
        ByteBuffer bytes = ByteBuffer.allocate(source.remaining()).put(source).flip();
        return of(TensorType.of(array.getDataType()), bytes, array.getShape().getShape());
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public TensorType type() {
        return type;
    }

    /** Returns a copy of the sizes, one a dimension. */
    public long[] shape() {
        return shape.clone();
    }

    /** Number of values. */
    public int size() {
        return data.remaining() / type.bytes();
    }

    /** The values as a file holds them: little-endian, read-only, from position 0. */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Finds the first value that no network can compute with: not a number, infinite, or beyond what float32 holds.
     *
     * @return its position among all values, row after row
     */
    public OptionalInt firstNotFinite() {
        return switch (type) {
            case F32 -> {
                IntBuffer bits = data().asIntBuffer();
                yield first(bits.remaining(), i -> (bits.get(i) & 0x7f80_0000) == 0x7f80_0000);
            }
            case F16 -> firstOfShorts(0x7c00);
            case BF16 -> firstOfShorts(0x7f80);
            case F64 -> {
                DoubleBuffer values = data().asDoubleBuffer();
                yield first(values.remaining(), i -> !Float.isFinite((float) values.get(i)));
            }
            default -> OptionalInt.empty();
        };
    }

    /** Finds the first value below 0, as {@link #firstNotFinite} does. */
    public OptionalInt firstNegative() {
        double[] values = toDoubles();
        return first(values.length, i -> values[i] < 0);
    }

    /** Returns the index of a value in each dimension, from its position among all values. */
    public long[] indexOf(int position) {
        long[] index = new long[shape.length];
        long rest = position;
        for (int d = shape.length - 1; d >= 0; d--) {
            index[d] = rest % shape[d];
            rest /= shape[d];
        }
        return index;
    }

    /** @param exponent whose bits are all set in infinities and in what is not a number */
    private OptionalInt firstOfShorts(int exponent) {
        ShortBuffer bits = data().asShortBuffer();
        return first(bits.remaining(), i -> (bits.get(i) & exponent) == exponent);
    }

    private static OptionalInt first(int count, IntPredicate wanted) {
        return IntStream.range(0, count).filter(wanted).findFirst();
    }

    /** Converts to double, exactly but for int64 beyond 2^53; true is 1. */
    public double[] toDoubles() {
        double[] values = new double[size()];
        ByteBuffer bytes = data();
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case F64 -> bytes.getDouble();
                case F32 -> bytes.getFloat();
                case F16 -> halfToFloat(bytes.getShort());
                case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
                case I64 -> bytes.getLong();
                case I32 -> bytes.getInt();
                case I16 -> bytes.getShort();
                case I8 -> bytes.get();
                case U8 -> bytes.get() & 0xFF;
                case BOOL -> bytes.get() == 0 ? 0 : 1;
            };
        }
        return values;
    }

    /** Converts to float, rounding where needed; true is 1. */
    public float[] toFloats() {
        float[] values = new float[size()];
        if (type == TensorType.F32) {
            data().asFloatBuffer().get(values);
            return values;
        }
        double[] wide = toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) wide[i];
        }
        return values;
    }

    /** Copies the values of an integer tensor. */
    public long[] toLongs() {
        if (type.isFloating()) {
            throw new IllegalStateException("a " + type + " tensor has no integer values");
        }
        long[] values = new long[size()];
        if (type == TensorType.I64) {
            data().asLongBuffer().get(values);
            return values;
        }
        double[] wide = toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) wide[i];
        }
        return values;
    }

    /**
     * Copies the values to a device.
     *
     * @param dataType FLOAT32, FLOAT64 or INT64
     */
    public NDArray toArray(NDManager manager, DataType dataType) {
        Shape arrayShape = new Shape(shape);
        return switch (dataType) {
            case FLOAT32 -> manager.create(toFloats(), arrayShape);
            case FLOAT64 -> manager.create(toDoubles(), arrayShape);
            case INT64 -> manager.create(toLongs(), arrayShape);
            default ->
                throw new IllegalArgumentException("data type is " + dataType + ", expected float32, float64 or int64");
        };
    }

    /** IEEE 754 half precision: 1 bit sign, 5 bits exponent, 10 bits fraction. */
    private static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f; // subnormal or zero
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}
