package io.clmr.eval.similar;

import io.clmr.eval.embed.EmbedException;
import io.github.jbellis.jvector.disk.MappedChunkReader;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Walks a graph of neighbours towards the query: looks at a few hundred rows, however many there are. */
final class GraphSearch implements NeighbourSearch {

    /** Candidates kept while walking, for each row wanted: more find more of the true nearest and take longer. */
    private static final int MIN_CANDIDATES = 200;

    private static final int CANDIDATES_PER_RESULT = 4;

    private final MappedChunkReader.Supplier readers;
    private final OnDiskGraphIndex graph;
    private final VectorMatrix matrix;
    private final CentredSpace space;

    private GraphSearch(
            MappedChunkReader.Supplier readers, OnDiskGraphIndex graph, VectorMatrix matrix, CentredSpace space) {
        this.readers = readers;
        this.graph = graph;
        this.matrix = matrix;
        this.space = space;
    }

    /**
     * Opens a graph.
     *
     * @param matrix it was built from
     * @param space it was built in
     */
    static GraphSearch open(Path file, VectorMatrix matrix, CentredSpace space) throws IOException {
        MappedChunkReader.Supplier readers = new MappedChunkReader.Supplier(file);
        try {
            OnDiskGraphIndex graph = OnDiskGraphIndex.load(readers);
            if (graph.size(0) != matrix.rows() || graph.getDimension() != matrix.dim()) {
                throw new IllegalStateException("is of " + graph.size(0) + " rows of " + graph.getDimension()
                        + " numbers, the matrix has " + matrix.rows() + " of " + matrix.dim());
            }
            return new GraphSearch(readers, graph, matrix, space);
        } catch (RuntimeException e) {
            readers.close();
            throw new EmbedException(file + ": not the graph of this matrix, or damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Neighbour> nearest(float[] query, int count) {
        int wanted = Math.min(count, graph.size(0));
        double[] unit = VectorMatrix.unit(query);
        try (OnDiskGraphIndex.View view = graph.getView();
                GraphSearcher searcher = new GraphSearcher(graph)) {
            DefaultSearchScoreProvider scores =
                    DefaultSearchScoreProvider.exact(space.place(query), VectorSimilarityFunction.EUCLIDEAN, view);
            int candidates = Math.max(MIN_CANDIDATES, CANDIDATES_PER_RESULT * wanted);
            SearchResult found = searcher.search(scores, wanted, candidates, 0f, 0f, Bits.ALL);
            List<Neighbour> nearest = new ArrayList<>();
            for (SearchResult.NodeScore node : found.getNodes()) {
                double similarity = ExactSearch.cosine(unit, matrix.row(node.node));
                if (Double.isFinite(similarity)) {
                    nearest.add(new Neighbour(node.node, similarity));
                }
            }
            nearest.sort(ExactSearch.BEST_FIRST);
            return nearest;
        } catch (IOException e) {
            throw new IllegalStateException("closing a view of mapped memory failed", e);
        }
    }

    @Override
    public void close() throws IOException {
        graph.close();
        readers.close();
    }
}
