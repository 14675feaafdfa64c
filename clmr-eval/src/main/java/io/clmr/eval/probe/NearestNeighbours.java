package io.clmr.eval.probe;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Exact nearest neighbours among rows, in double precision. */
final class NearestNeighbours {

    /** How far two rows are from each other. */
    enum Distance {
        /** One minus the cosine; a row of zeros is at distance 1 from all. */
        COSINE,
        EUCLIDEAN
    }

    private static final int QUERIES_AT_A_TIME = 256;

    /** A candidate: nearer is smaller, and of equal distances the lower row. */
    private record Candidate(double distance, int row) {
        static final Comparator<Candidate> NEAREST_FIRST =
                Comparator.comparingDouble(Candidate::distance).thenComparingInt(Candidate::row);
    }

    private NearestNeighbours() {}

    /**
     * Returns the nearest rows of each query by rising distance, [queries][k].
     *
     * @param rows [rows][dim], at least k
     * @param queries [queries][dim]
     */
    static int[][] find(float[][] rows, float[][] queries, int k, Distance distance) {
        if (k < 1 || k > rows.length) {
            throw new IllegalArgumentException("k is " + k + ", expected 1 to " + rows.length);
        }
        int[][] found = new int[queries.length][];
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu())) {
            GradMode.whileOff(() -> {
                double[] squares = squares(rows);
                double[] own = squares(queries);
                NDArray index =
                        matrix(manager, rows, squares, distance, 0, rows.length).transpose(); // [dim, rows]
                for (int from = 0; from < queries.length; from += QUERIES_AT_A_TIME) {
                    int count = Math.min(QUERIES_AT_A_TIME, queries.length - from);
                    try (NDManager scope = manager.newSubManager()) {
                        NDArray q = matrix(scope, queries, own, distance, from, count); // [count, dim]
                        double[] products = q.matMul(index).toDoubleArray(); // [count, rows]
                        for (int n = 0; n < count; n++) {
                            found[from + n] = nearest(products, n * rows.length, squares, k, distance);
                        }
                    }
                }
            });
        }
        return found;
    }

    private static int[] nearest(double[] products, int at, double[] squares, int k, Distance distance) {
        PriorityQueue<Candidate> farthestFirst = new PriorityQueue<>(Candidate.NEAREST_FIRST.reversed());
        for (int row = 0; row < squares.length; row++) {
            double product = products[at + row];
            // the query's own square is the same for all rows and left out
            double far = distance == Distance.COSINE ? 1 - product : squares[row] - 2 * product;
            if (farthestFirst.size() < k || far < farthestFirst.element().distance()) {
                farthestFirst.add(new Candidate(far, row));
                if (farthestFirst.size() > k) {
                    farthestFirst.remove();
                }
            }
        }
        return farthestFirst.stream()
                .sorted(Candidate.NEAREST_FIRST)
                .mapToInt(Candidate::row)
                .toArray();
    }

    private static double[] squares(float[][] rows) {
        return Arrays.stream(rows)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (float v : row) {
                        sum += (double) v * v;
                    }
                    return sum;
                })
                .toArray();
    }

    private static NDArray matrix(
            NDManager manager, float[][] rows, double[] squares, Distance distance, int from, int count) {
        int dim = rows[0].length;
        double[] flat = new double[count * dim];
        for (int n = 0; n < count; n++) {
            double norm = distance == Distance.COSINE ? Math.sqrt(squares[from + n]) : 1;
            for (int d = 0; d < dim && norm > 0; d++) {
                flat[n * dim + d] = rows[from + n][d] / norm;
            }
        }
        return manager.create(flat, new Shape(count, dim));
    }
}
