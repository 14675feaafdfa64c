package io.clmr.eval.similar;

import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.util.stream.IntStream;

/** The rows of a matrix in their space, as JVector wants to see them; held in memory while a graph is built. */
final class CentredRows implements RandomAccessVectorValues {

    private final int dim;
    private final VectorFloat<?>[] rows;

    CentredRows(VectorMatrix matrix, CentredSpace space) {
        dim = matrix.dim();
        rows = new VectorFloat<?>[matrix.rows()];
        IntStream.range(0, rows.length).parallel().forEach(row -> rows[row] = space.place(matrix.row(row)));
    }

    @Override
    public int size() {
        return rows.length;
    }

    @Override
    public int dimension() {
        return dim;
    }

    @Override
    public VectorFloat<?> getVector(int row) {
        return rows[row];
    }

    @Override
    public boolean isValueShared() {
        return false;
    }

    @Override
    public RandomAccessVectorValues copy() {
        return this;
    }
}
