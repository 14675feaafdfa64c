package io.clmr.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.engine.GradMode;
import java.util.Arrays;

/**
 * How the projections of a batch lie on the unit sphere; needs no labels.
 *
 * <p>Alignment and uniformity are those of Wang and Isola (2020), section 4.1, with their α = 2 and t = 2. The effective
 * rank is that of Roy and Vetterli (2007): e to the entropy of the singular values over their sum. It is the rank of the
 * 2 · batch unit projections as a matrix, mean not taken off, so that a direction all of them share counts as one.
 *
 * @param alignment mean of ‖u − v‖² over the pairs of views, u and v their unit projections; 0 = equal, 2 = unrelated
 * @param uniformity ln of the mean of exp(−2 ‖u − v‖²) over the pairs of different clips in the same view, the mean of
 *     both views; 0 = all in one point, the lower the more evenly spread
 * @param effectiveRank how many dimensions are used, from 1 to min(2 · batch, projection dimension)
 */
public record EmbeddingHealth(double alignment, double uniformity, double effectiveRank) {

    /** Wang and Isola's t. */
    private static final double SHARPNESS = 2;

    /**
     * Measures.
     *
     * @param zI projections of the first views, [batch, dim], batch at least 2
     * @param zJ projections of the second views of the same clips, [batch, dim]
     */
    static EmbeddingHealth of(NDArray zI, NDArray zJ) {
        return GradMode.off(() -> {
            try (NDManager scope = zI.getManager().newSubManager()) {
                NDArray both = zI.concat(zJ);
                both.attach(scope);
                NDArray unit = both.normalize(2, 1); // [2 batch, dim]
                long batch = zI.getShape().get(0);
                double ofFirst = uniformity(unit.get(new NDIndex("0:{}", batch)));
                double ofSecond = uniformity(unit.get(new NDIndex("{}:", batch)));
                double[][] rows = rows(unit); // [2 batch][dim]
                return new EmbeddingHealth(
                        alignment(rows), (ofFirst + ofSecond) / 2, SingularValues.effectiveRank(rows));
            }
        });
    }

    private static double alignment(double[][] rows) {
        int batch = rows.length / 2;
        double sum = 0;
        for (int i = 0; i < batch; i++) {
            for (int k = 0; k < rows[i].length; k++) {
                double gap = rows[i][k] - rows[i + batch][k];
                sum += gap * gap;
            }
        }
        return sum / batch;
    }

    /** @param unit [batch, dim], rows of length 1, for which ‖u − v‖² = 2 − 2 u·v */
    private static double uniformity(NDArray unit) {
        int batch = Math.toIntExact(unit.getShape().get(0));
        NDManager scope = unit.getManager();
        NDArray potentials = unit.matMul(unit.transpose()) // [batch, batch]
                .sub(1)
                .mul(2 * SHARPNESS)
                .exp();
        NDArray others = scope.ones(potentials.getShape(), potentials.getDataType())
                .sub(scope.eye(batch, batch, 0, potentials.getDataType()));
        double sum = potentials.mul(others).sum().toType(DataType.FLOAT64, true).getDouble();
        return Math.log(sum / ((double) batch * (batch - 1)));
    }

    private static double[][] rows(NDArray matrix) {
        double[] flat = matrix.toType(DataType.FLOAT64, true).toDoubleArray();
        int columns = Math.toIntExact(matrix.getShape().get(1));
        double[][] rows = new double[flat.length / columns][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
        }
        return rows;
    }
}
