package io.clmr.data.npy;

import java.util.List;

/**
 * A whole array that was read.
 *
 * @param shape outermost dimension first
 * @param values in C order, widened to double without loss (64-bit integers: up to 2^53)
 */
@SuppressWarnings("ArrayRecordComponent") // a large buffer that is handed over, not a value to compare
public record NpyArray(List<Integer> shape, double[] values) {
    public NpyArray {
        shape = List.copyOf(shape);
    }

    /** Returns the values of a one-dimensional array as floats. */
    public float[] vector() {
        requireDimensions(1);
        return floats(0, values.length);
    }

    /** Returns the rows of a two-dimensional array as floats. */
    public float[][] matrix() {
        requireDimensions(2);
        int columns = shape.get(1);
        float[][] rows = new float[shape.get(0)][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = floats(row * columns, columns);
        }
        return rows;
    }

    private float[] floats(int from, int count) {
        float[] out = new float[count];
        for (int n = 0; n < count; n++) {
            out[n] = (float) values[from + n];
        }
        return out;
    }

    private void requireDimensions(int expected) {
        if (shape.size() != expected) {
            throw new IllegalStateException("shape is " + shape + ", expected " + expected + " dimension(s)");
        }
    }
}
