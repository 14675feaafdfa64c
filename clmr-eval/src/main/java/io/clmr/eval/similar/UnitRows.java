package io.clmr.eval.similar;

import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;

/** The rows of a matrix at length 1, as JVector wants to see them; each is a copy of its own. */
final class UnitRows implements RandomAccessVectorValues {

    private static final VectorTypeSupport VECTORS =
            VectorizationProvider.getInstance().getVectorTypeSupport();

    private final VectorMatrix matrix;

    UnitRows(VectorMatrix matrix) {
        this.matrix = matrix;
    }

    /** Returns a vector of length 1 in JVector's form. */
    static VectorFloat<?> unit(float[] values) {
        float[] copy = values.clone();
        VectorMatrix.toUnit(copy);
        return VECTORS.createFloatVector(copy);
    }

    @Override
    public int size() {
        return matrix.rows();
    }

    @Override
    public int dimension() {
        return matrix.dim();
    }

    @Override
    public VectorFloat<?> getVector(int row) {
        float[] values = new float[matrix.dim()];
        matrix.readUnit(row, values);
        return VECTORS.createFloatVector(values);
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
