package io.clmr.eval.similar;

import io.clmr.eval.embed.EmbedException;
import io.clmr.eval.embed.IndexedFiles;
import io.clmr.eval.embed.JournalContent;
import io.clmr.eval.features.NotFiniteException;
import io.clmr.eval.features.ProgressListener;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The songs of an embedded catalogue that are nearest to a query.
 *
 * <pre>{@code
 * try (SimilarSongs catalogue = SimilarSongs.open(Path.of("music.npy"), Method.AUTO, listener)) {
 *     List<SimilarSong> nearest = catalogue.nearest(query, 10, Optional.empty());
 * }
 * }</pre>
 *
 * <p>Songs are compared by the cosine of their vectors. Of a song with several rows the nearest one counts. Safe for use
 * by several threads.
 */
public final class SimilarSongs implements Closeable {

    /** How neighbours are looked for. */
    public enum Method {
        /** Exactly up to {@value #EXACT_UP_TO_ROWS} rows, by a graph from there on. */
        AUTO,
        /** Every row is compared. */
        EXACT,
        /** By a graph, which is built beside the matrix if there is none of its present state. */
        GRAPH
    }

    private static final Logger LOG = LoggerFactory.getLogger(SimilarSongs.class);

    /** Where comparing with every row takes longer than people notice. */
    static final int EXACT_UP_TO_ROWS = 200_000;

    private final Path matrixFile;
    private final VectorMatrix matrix;
    private final CatalogueRows rows;
    private final IndexedFiles files;
    private final Optional<Origin> origin;
    private final NeighbourSearch search;
    private final Optional<GraphFile.Description> graph;

    private SimilarSongs(
            Path matrixFile,
            VectorMatrix matrix,
            CatalogueRows rows,
            IndexedFiles files,
            Optional<Origin> origin,
            NeighbourSearch search,
            Optional<GraphFile.Description> graph) {
        this.matrixFile = matrixFile;
        this.matrix = matrix;
        this.rows = rows;
        this.files = files;
        this.origin = origin;
        this.search = search;
        this.graph = graph;
    }

    /**
     * Opens a catalogue.
     *
     * @param matrixFile a {@code .npy} of {@code clmr embed}, or any float32 matrix; with {@code .index.csv} beside it
     * @param listener hears about a graph that has to be built, from several threads
     */
    public static SimilarSongs open(Path matrixFile, Method method, ProgressListener listener) throws IOException {
        return open(matrixFile, method, Optional.empty(), listener);
    }

    /**
     * As the other.
     *
     * @param base the folder that the paths of the index are relative to, where it is not the one it was made with
     */
    public static SimilarSongs open(Path matrixFile, Method method, Optional<Path> base, ProgressListener listener)
            throws IOException {
        VectorMatrix matrix = VectorMatrix.open(matrixFile);
        CatalogueRows rows = CatalogueRows.open(matrixFile, matrix.rows());
        Optional<JournalContent> journal = JournalContent.beside(matrixFile);
        IndexedFiles files = IndexedFiles.of(rows.paths(), journal, base);
        Optional<Origin> origin = Origin.of(journal);
        boolean exact = method == Method.EXACT || (method == Method.AUTO && matrix.rows() <= EXACT_UP_TO_ROWS);
        if (exact) {
            return new SimilarSongs(matrixFile, matrix, rows, files, origin, new ExactSearch(matrix), Optional.empty());
        }
        GraphFile file = new GraphFile(matrixFile);
        Optional<GraphFile.Description> current = file.current(matrix);
        if (current.isPresent()) {
            try {
                return new SimilarSongs(
                        matrixFile,
                        matrix,
                        rows,
                        files,
                        origin,
                        GraphSearch.open(file.graph(), matrix, current.get().space()),
                        current);
            } catch (EmbedException e) {
                LOG.warn("{}; it is built anew", e.getMessage());
            }
        }
        GraphFile.Description built = GraphBuild.run(matrix, file, listener);
        return new SimilarSongs(
                matrixFile,
                matrix,
                rows,
                files,
                origin,
                GraphSearch.open(file.graph(), matrix, built.space()),
                Optional.of(built));
    }

    public int rows() {
        return matrix.rows();
    }

    public int songs() {
        return rows.files();
    }

    /** Returns the paths of all songs, in the order of the index. */
    public List<String> paths() {
        return rows.paths();
    }

    /** Returns the length of a row. */
    public int dim() {
        return matrix.dim();
    }

    /** Returns how the catalogue was embedded, if it says so. */
    public Optional<Origin> origin() {
        return origin;
    }

    /**
     * Returns the share of the true ten nearest rows that the graph finds, measured when it was built; empty if the
     * search is exact.
     */
    public OptionalDouble recallAt10() {
        return graph.isPresent() ? OptionalDouble.of(graph.get().recallAt10()) : OptionalDouble.empty();
    }

    /** Returns the path by which the index names a file, if it has it, whatever way the given path leads there. */
    public Optional<String> find(String path) {
        return files.find(path);
    }

    /** Returns whether a file is as it was when it was embedded; if not, its rows are of what it was. */
    public boolean isAsEmbedded(String path) {
        return files.isAsEmbedded(path);
    }

    /** Returns where the file of a song of the index lies. */
    public Path place(String song) {
        return files.place(song);
    }

    /** Returns the mean of the rows of a song of the index. */
    public float[] vectorOf(String song) {
        int file = rows.find(song)
                .orElseThrow(() -> new IllegalArgumentException(song + " is not in the index of " + matrixFile));
        List<float[]> vectors = new ArrayList<>();
        for (int row : rows.rowsOf(file)) {
            vectors.add(matrix.row(row));
        }
        return mean(vectors.toArray(float[][]::new));
    }

    /** Returns the vector of a row. */
    public float[] vectorOf(int row) {
        if (row < 0 || row >= matrix.rows()) {
            throw new IllegalArgumentException(
                    "row is " + row + ", expected 0 to " + (matrix.rows() - 1) + ", the rows of " + matrixFile);
        }
        return matrix.row(row);
    }

    /** Returns the song that a row belongs to. */
    public String songOf(int row) {
        return rows.path(rows.fileOf(row));
    }

    /** Returns the mean of the windows of a song, which stands for all of it. */
    public static float[] mean(float[][] windows) {
        float[] mean = new float[windows[0].length];
        for (int d = 0; d < mean.length; d++) {
            double sum = 0;
            for (float[] window : windows) {
                sum += window[d];
            }
            mean[d] = (float) (sum / windows.length);
        }
        return mean;
    }

    /**
     * Returns the nearest songs, the nearest first.
     *
     * @param query a vector of the catalogue's dimension
     * @param count how many songs; fewer if the catalogue has fewer
     * @param without a song of the index that is left out, such as the query's own
     * @throws EmbedException if the query has another dimension
     */
    public List<SimilarSong> nearest(float[] query, int count, Optional<String> without) throws EmbedException {
        if (query.length != matrix.dim()) {
            throw new EmbedException(matrixFile + ": has rows of " + matrix.dim() + " numbers, the query has "
                    + query.length + "; use the encoder and the --pool that the catalogue was embedded with");
        }
        int spoiled = NotFiniteException.firstNotFinite(query);
        if (spoiled >= 0) {
            throw new EmbedException("number " + spoiled + " of the query is " + query[spoiled]
                    + ", expected finite numbers; embed its song again");
        }
        int left = without.flatMap(rows::find).orElse(-1);
        int wanted = Math.min(count, rows.files() - (left < 0 ? 0 : 1));
        int candidates = Math.min(matrix.rows(), 4 * count + 16);
        while (true) { // several rows of one song may be the nearest: look further until there are enough songs
            Map<Integer, SimilarSong> songs = songs(rowsLike(query, candidates), left, wanted);
            if (songs.size() >= wanted || candidates == matrix.rows()) {
                return List.copyOf(songs.values());
            }
            candidates = (int) Math.min(matrix.rows(), 4L * candidates);
        }
    }

    private List<Neighbour> rowsLike(float[] query, int count) {
        try {
            return search.nearest(query, count);
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            if (graph.isEmpty()) {
                throw e;
            }
            LOG.warn(
                    "{} is damaged ({}), every row is compared; delete it to have it built anew",
                    graphFile(),
                    e.toString());
            return new ExactSearch(matrix).nearest(query, count);
        }
    }

    private Path graphFile() {
        return new GraphFile(matrixFile).graph();
    }

    private Map<Integer, SimilarSong> songs(List<Neighbour> nearest, int left, int wanted) {
        Map<Integer, SimilarSong> songs = new LinkedHashMap<>();
        for (Neighbour one : nearest) {
            int file = rows.fileOf(one.row());
            if (file != left && songs.size() < wanted) {
                songs.putIfAbsent(
                        file,
                        new SimilarSong(
                                rows.path(file),
                                one.similarity(),
                                one.row(),
                                rows.start(one.row()),
                                rows.end(one.row())));
            }
        }
        return songs;
    }

    @Override
    public void close() throws IOException {
        search.close();
    }
}
