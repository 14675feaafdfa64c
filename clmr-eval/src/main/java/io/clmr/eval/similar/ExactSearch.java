package io.clmr.eval.similar;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Compares the query with every row; the rows are split over the processors. */
final class ExactSearch implements NeighbourSearch {

    private static final int CHUNK_ROWS = 4096;

    /** The worst first; of equal ones the later row is the worse, so that the result never depends on the threads. */
    private static final Comparator<Neighbour> WORST_FIRST =
            Comparator.comparingDouble(Neighbour::similarity).thenComparing(Neighbour::row, Comparator.reverseOrder());

    static final Comparator<Neighbour> BEST_FIRST = WORST_FIRST.reversed();

    private final VectorMatrix matrix;

    ExactSearch(VectorMatrix matrix) {
        this.matrix = matrix;
    }

    @Override
    public List<Neighbour> nearest(float[] query, int count) {
        double[] unit = VectorMatrix.unit(query);
        int chunks = (matrix.rows() + CHUNK_ROWS - 1) / CHUNK_ROWS;
        List<PriorityQueue<Neighbour>> parts = IntStream.range(0, chunks)
                .parallel()
                .mapToObj(chunk -> best(unit, chunk, count))
                .toList();
        PriorityQueue<Neighbour> all = new PriorityQueue<>(WORST_FIRST);
        parts.forEach(part -> part.forEach(one -> offer(all, one, count)));
        List<Neighbour> sorted = new ArrayList<>(all);
        sorted.sort(BEST_FIRST);
        return List.copyOf(sorted);
    }

    private PriorityQueue<Neighbour> best(double[] unit, int chunk, int count) {
        PriorityQueue<Neighbour> best = new PriorityQueue<>(WORST_FIRST);
        float[] row = new float[matrix.dim()];
        int end = Math.min(matrix.rows(), (chunk + 1) * CHUNK_ROWS);
        for (int n = chunk * CHUNK_ROWS; n < end; n++) {
            matrix.read(n, row);
            double similarity = cosine(unit, row);
            if (Double.isFinite(similarity)) { // not that of a row with a NaN or an infinity
                offer(best, new Neighbour(n, similarity), count);
            }
        }
        return best;
    }

    private static void offer(PriorityQueue<Neighbour> best, Neighbour one, int count) {
        if (best.size() < count) {
            best.add(one);
        } else if (WORST_FIRST.compare(one, best.element()) > 0) {
            best.remove();
            best.add(one);
        }
    }

    /**
     * Returns the cosine; 0 for a row of zeros. Sums are kept in eight lanes, which lets the processor work ahead, and in
     * double precision, without which rows of almost one direction could not be told apart.
     *
     * @param unit of length 1
     */
    static double cosine(double[] unit, float[] row) {
        double[] dots = new double[8];
        double[] squares = new double[8];
        int whole = row.length - row.length % 8;
        for (int n = 0; n < whole; n += 8) {
            for (int lane = 0; lane < 8; lane++) {
                double value = row[n + lane];
                dots[lane] += unit[n + lane] * value;
                squares[lane] += value * value;
            }
        }
        double dot = 0;
        double square = 0;
        for (int lane = 0; lane < 8; lane++) {
            dot += dots[lane];
            square += squares[lane];
        }
        for (int n = whole; n < row.length; n++) {
            dot += unit[n] * row[n];
            square += (double) row[n] * row[n];
        }
        return square == 0 ? 0 : dot / Math.sqrt(square);
    }

    @Override
    public void close() {
        // the matrix is mapped memory, which goes with its last reader
    }
}
