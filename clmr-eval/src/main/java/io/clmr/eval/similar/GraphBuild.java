package io.clmr.eval.similar;

import io.clmr.base.files.WholeFile;
import io.clmr.eval.features.ProgressListener;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Builds the graph of a matrix beside it and measures how much it finds. */
final class GraphBuild {

    /** Most links of a row, in the graph of all rows and in the sparse ones above it. */
    private static final List<Integer> DEGREES = List.of(32, 32);

    private static final int CANDIDATES = 100;
    private static final float OVERFLOW = 1.2f;
    private static final float DIVERSITY = 1.2f;
    private static final int NEAREST = 10;
    private static final int SAMPLED_ROWS = 100;
    private static final long SEED = 42;

    private GraphBuild() {}

    static GraphFile.Description run(VectorMatrix matrix, GraphFile file, ProgressListener listener)
            throws IOException {
        long start = System.nanoTime();
        file.invalidate();
        CentredSpace space = CentredSpace.of(matrix);
        CentredRows rows = new CentredRows(matrix, space);
        BuildScoreProvider scores =
                BuildScoreProvider.randomAccessScoreProvider(rows, VectorSimilarityFunction.EUCLIDEAN);
        try (GraphIndexBuilder builder = GraphIndexBuilder.builder(scores, matrix.dim(), DEGREES)
                .withBeamWidth(CANDIDATES)
                .withNeighborOverflow(OVERFLOW)
                .withAlpha(DIVERSITY)
                .build()) {
            AtomicInteger done = new AtomicInteger();
            IntStream.range(0, matrix.rows()).parallel().forEach(row -> {
                builder.addGraphNode(row, rows.getVector(row));
                listener.progress("graph of neighbours", done.incrementAndGet(), matrix.rows());
            });
            builder.cleanup();
            WholeFile.writeAt(file.graph(), place -> {
                Files.delete(place); // JVector makes the file itself
                OnDiskGraphIndex.write(builder.getGraph(), rows, place);
            });
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int sampled = Math.min(SAMPLED_ROWS, matrix.rows());
        double recall;
        try (GraphSearch graph = GraphSearch.open(file.graph(), matrix, space)) {
            recall = recall(matrix, graph, sampled);
        }
        return file.describe(matrix, space, recall, sampled, seconds);
    }

    /**
     * Returns the share of the true nearest that a search finds, over rows drawn by a fixed seed. Of rows that are as near
     * as the last of the nearest, such as copies, any counts.
     */
    static double recall(VectorMatrix matrix, NeighbourSearch search, int sampledRows) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        long found = 0;
        long all = 0;
        try (ExactSearch exact = new ExactSearch(matrix)) {
            for (int n = 0; n < sampledRows; n++) {
                float[] query = matrix.row(random.nextInt(matrix.rows()));
                List<Neighbour> truth = exact.nearest(query, NEAREST);
                if (truth.isEmpty()) {
                    continue; // a row that is not finite has no neighbours
                }
                double farthest = truth.get(truth.size() - 1).similarity();
                all += truth.size();
                found += search.nearest(query, NEAREST).stream()
                        .filter(one -> one.similarity() >= farthest)
                        .count();
            }
        }
        return all == 0 ? 1 : (double) found / all;
    }
}
