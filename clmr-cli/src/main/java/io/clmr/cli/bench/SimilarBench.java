package io.clmr.cli.bench;

import io.clmr.augment.RandomStream;
import io.clmr.data.npy.NpyAppender;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.similar.SimilarSong;
import io.clmr.eval.similar.SimilarSongs;
import io.clmr.eval.similar.SimilarSongs.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Queries a second in a catalogue of made-up rows, by the graph and exactly, and how much the graph finds. */
public final class SimilarBench {

    private static final int DIM = 128;
    private static final int NEAREST = 10;
    private static final int BLOCK_ROWS = 1000;
    private static final int ROWS_PER_CLUSTER = 100;
    private static final double SPREAD = 0.5; // of a cluster, where the centres have 1
    private static final int WARM_UP_QUERIES = 20;

    private final int rows;
    private final boolean clustered;
    private final ProgressListener listener;
    private final Runnable stopCheck;

    /**
     * @param clustered rows around centres, one for a hundred rows; else all of them are independent, the hardest case
     * @param listener hears about the graph being built
     * @param stopCheck called between queries; throws if the user wants to stop
     */
    public SimilarBench(int rows, boolean clustered, ProgressListener listener, Runnable stopCheck) {
        this.rows = rows;
        this.clustered = clustered;
        this.listener = listener;
        this.stopCheck = stopCheck;
    }

    /**
     * Asks for the ten nearest of vectors that are not in the catalogue.
     *
     * @param threads that the processor has for one query
     */
    public Rate run(int queries, int threads) throws IOException {
        Path folder = Files.createTempDirectory("clmr-similar");
        Path matrix = folder.resolve("rows.npy");
        try {
            write(matrix);
            return measure(matrix, vectors(WARM_UP_QUERIES + queries, RandomStream.of(1)), threads);
        } finally {
            for (String name : List.of("rows.npy.graph.json", "rows.npy.graph", "rows.npy.graph.tmp", "rows.npy")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.delete(folder);
        }
    }

    private void write(Path matrix) throws IOException {
        RandomStream stream = RandomStream.of(0);
        try (NpyAppender appender = NpyAppender.create(matrix, DIM)) {
            for (int row = 0; row < rows; row += BLOCK_ROWS) {
                stopCheck.run();
                appender.append(vectors(Math.min(BLOCK_ROWS, rows - row), stream));
            }
            appender.commit();
        }
    }

    private float[][] vectors(int count, RandomStream stream) {
        int clusters = Math.max(1, rows / ROWS_PER_CLUSTER);
        float[][] vectors = new float[count][DIM];
        for (float[] vector : vectors) {
            RandomStream centre = RandomStream.of(2, stream.uniformInt(0, clusters - 1));
            for (int d = 0; d < DIM; d++) {
                vector[d] = (float)
                        (clustered ? centre.nextGaussian() + SPREAD * stream.nextGaussian() : stream.nextGaussian());
            }
        }
        return vectors;
    }

    private Rate measure(Path matrix, float[][] queries, int threads) throws IOException {
        List<Set<Integer>> truth = new ArrayList<>();
        long[] exactNanos;
        try (SimilarSongs exact = SimilarSongs.open(matrix, Method.EXACT, listener)) {
            exactNanos = ask(exact, queries, truth);
        }
        long start = System.nanoTime();
        try (SimilarSongs graph = SimilarSongs.open(matrix, Method.GRAPH, listener)) {
            double openSeconds = (System.nanoTime() - start) / 1e9;
            List<Set<Integer>> found = new ArrayList<>();
            long begin = System.nanoTime();
            long[] nanos = ask(graph, queries, found);
            double seconds = (System.nanoTime() - begin) / 1e9;
            int common = 0;
            int all = 0;
            for (int n = 0; n < truth.size(); n++) {
                Set<Integer> both = new HashSet<>(truth.get(n));
                both.retainAll(found.get(n));
                common += both.size();
                all += truth.get(n).size();
            }
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("rows", rows);
            settings.put("dim", DIM);
            settings.put("clustered", clustered);
            settings.put(
                    "exact_median_ms",
                    Rate.of("similar", "queries/s", 1, 1, exactNanos, threads, Map.of())
                            .medianMs());
            settings.put("recall_at_10", (double) common / all);
            settings.put("build_and_check_s", openSeconds);
            return Rate.of("similar", "queries/s", queries.length, seconds, nanos, threads, settings);
        }
    }

    /** Returns the time of each query after the first ones. */
    private long[] ask(SimilarSongs catalogue, float[][] queries, List<Set<Integer>> rowsFound) throws IOException {
        long[] nanos = new long[queries.length - WARM_UP_QUERIES];
        for (int n = 0; n < queries.length; n++) {
            stopCheck.run();
            long start = System.nanoTime();
            List<SimilarSong> songs = catalogue.nearest(queries[n], NEAREST, Optional.empty());
            if (n >= WARM_UP_QUERIES) {
                nanos[n - WARM_UP_QUERIES] = System.nanoTime() - start;
            }
            rowsFound.add(songs.stream().map(SimilarSong::row).collect(Collectors.toSet()));
        }
        return nanos;
    }
}
