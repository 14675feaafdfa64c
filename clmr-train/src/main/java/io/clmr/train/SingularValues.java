package io.clmr.train;

/** The singular values of a small matrix, as far as its effective rank needs them. */
final class SingularValues {

    /** Sweeps over all pairs; convergence is quadratic, so that some ten are enough for any size. */
    private static final int MOST_SWEEPS = 60;

    /** What is left beside the diagonal, over the matrix's norm, when a sweep is the last one. */
    private static final double ENOUGH = 1e-14;

    private SingularValues() {}

    /**
     * Returns e to the entropy of the singular values over their sum (Roy and Vetterli 2007).
     *
     * @param rows [n][dim], not all zero
     * @return from 1 to min(n, dim)
     */
    static double effectiveRank(double[][] rows) {
        double[] eigenvalues = eigenvalues(smallerProduct(rows));
        double sum = 0;
        for (double eigenvalue : eigenvalues) {
            sum += Math.sqrt(Math.max(0, eigenvalue)); // rounding may leave a zero slightly negative
        }
        double entropy = 0;
        for (double eigenvalue : eigenvalues) {
            double share = Math.sqrt(Math.max(0, eigenvalue)) / sum;
            entropy -= share > 0 ? share * Math.log(share) : 0;
        }
        return Math.exp(entropy);
    }

    /** Returns A Aᵀ or Aᵀ A, whichever is smaller; both have the squares of the singular values as eigenvalues. */
    private static double[][] smallerProduct(double[][] rows) {
        double[][] vectors = rows.length <= rows[0].length ? rows : transposed(rows);
        double[][] product = new double[vectors.length][vectors.length];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < vectors[i].length; k++) {
                    sum += vectors[i][k] * vectors[j][k];
                }
                product[i][j] = sum;
                product[j][i] = sum;
            }
        }
        return product;
    }

    private static double[][] transposed(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < columns.length; k++) {
                columns[k][i] = rows[i][k];
            }
        }
        return columns;
    }

    /** Returns the eigenvalues of a symmetric matrix, which is overwritten, by Jacobi's rotations. */
    private static double[] eigenvalues(double[][] a) {
        for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a); sweep++) {
            for (int p = 0; p < a.length; p++) {
                for (int q = p + 1; q < a.length; q++) {
                    rotate(a, p, q);
                }
            }
        }
        double[] diagonal = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            diagonal[i] = a[i][i];
        }
        return diagonal;
    }

    private static boolean isDiagonal(double[][] a) {
        double beside = 0;
        double all = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                beside += i == j ? 0 : a[i][j] * a[i][j];
                all += a[i][j] * a[i][j];
            }
        }
        return Math.sqrt(beside) <= ENOUGH * Math.sqrt(all);
    }

    /** Turns the plane of two axes so that a[p][q] becomes 0 (Golub and Van Loan, section 8.5). */
    private static void rotate(double[][] a, int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(1, theta));
        double cosine = 1 / Math.hypot(1, tangent);
        double sine = tangent * cosine;
        for (int k = 0; k < a.length; k++) {
            double atP = a[k][p];
            double atQ = a[k][q];
            a[k][p] = cosine * atP - sine * atQ;
            a[k][q] = sine * atP + cosine * atQ;
        }
        double[] rowP = a[p];
        double[] rowQ = a[q];
        for (int k = 0; k < a.length; k++) {
            double atP = rowP[k];
            double atQ = rowQ[k];
            rowP[k] = cosine * atP - sine * atQ;
            rowQ[k] = sine * atP + cosine * atQ;
        }
    }
}
