package io.clmr.eval.similar;

import io.github.jbellis.jvector.disk.MappedChunkReader;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.types.VectorFloat;
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

    private GraphSearch(MappedChunkReader.Supplier readers, OnDiskGraphIndex graph) {
        this.readers = readers;
        this.graph = graph;
    }

    static GraphSearch open(Path file) throws IOException {
        MappedChunkReader.Supplier readers = new MappedChunkReader.Supplier(file);
        try {
            return new GraphSearch(readers, OnDiskGraphIndex.load(readers));
        } catch (RuntimeException e) {
            readers.close();
            throw new IOException(file + ": not a graph of neighbours, or damaged; delete it to have it built anew", e);
        }
    }

    @Override
    public List<Neighbour> nearest(float[] query, int count) {
        int wanted = Math.min(count, graph.size(0));
        VectorFloat<?> unit = UnitRows.unit(query);
        try (OnDiskGraphIndex.View view = graph.getView();
                GraphSearcher searcher = new GraphSearcher(graph)) {
            DefaultSearchScoreProvider scores =
                    DefaultSearchScoreProvider.exact(unit, VectorSimilarityFunction.DOT_PRODUCT, view);
            int candidates = Math.max(MIN_CANDIDATES, CANDIDATES_PER_RESULT * wanted);
            SearchResult found = searcher.search(scores, wanted, candidates, 0f, 0f, Bits.ALL);
            List<Neighbour> nearest = new ArrayList<>();
            for (SearchResult.NodeScore node : found.getNodes()) {
                nearest.add(new Neighbour(
                        node.node, 2 * node.score - 1)); // JVector's score of a dot product d is (1 + d) / 2
            }
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
