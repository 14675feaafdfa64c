package io.clmr.eval.similar;

import io.clmr.eval.features.NotFiniteException;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.util.Arrays;

/**
 * Where a graph keeps its rows: at length 1, around their common centre, at distances of about 1.
 *
 * <p>Rows at length 1 are as near by distance as by cosine, and moving or scaling all of them changes no order. Without
 * it, rows that point almost the same way, as those of an untrained encoder do, have scores that single precision cannot
 * tell apart, and a graph of them finds hardly anything.
 *
 * @param centre mean of the rows at length 1
 * @param scale what the distances to the centre are multiplied by
 */
@SuppressWarnings("ArrayRecordComponent") // plain numbers that are handed over, not compared
record CentredSpace(double[] centre, double scale) {

    CentredSpace {
        if (!(scale > 0) || !Double.isFinite(scale) || !Arrays.stream(centre).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("a space whose numbers are not finite");
        }
    }

    private static final VectorTypeSupport VECTORS =
            VectorizationProvider.getInstance().getVectorTypeSupport();

    /** Returns the space that suits a matrix. */
    static CentredSpace of(VectorMatrix matrix) {
        double[] centre = new double[matrix.dim()];
        double lengths = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            double[] unit = finiteUnit(matrix.row(row));
            for (int d = 0; d < unit.length; d++) {
                centre[d] += unit[d] / matrix.rows();
            }
        }
        for (int row = 0; row < matrix.rows(); row++) {
            double[] unit = finiteUnit(matrix.row(row));
            for (int d = 0; d < unit.length; d++) {
                lengths += (unit[d] - centre[d]) * (unit[d] - centre[d]) / matrix.rows();
            }
        }
        return new CentredSpace(centre, lengths > 0 ? 1 / Math.sqrt(lengths) : 1);
    }

    /** A row that is not finite lies where zeros do: no search returns it, but the others are found beside it. */
    private static double[] finiteUnit(float[] row) {
        return NotFiniteException.firstNotFinite(row) < 0 ? VectorMatrix.unit(row) : new double[row.length];
    }

    /** Returns where a vector of any length lies. */
    VectorFloat<?> place(float[] vector) {
        double[] unit = finiteUnit(vector);
        float[] placed = new float[unit.length];
        for (int d = 0; d < placed.length; d++) {
            placed[d] = (float) ((unit[d] - centre[d]) * scale);
        }
        return VECTORS.createFloatVector(placed);
    }
}
