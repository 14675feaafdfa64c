package io.clmr.lab.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import smile.manifold.TSNE;
import smile.math.MathEx;

/**
 * Tracks in a plane, near each other where their vectors point the same way (t-SNE over cosine distance).
 *
 * @param name of the embedding
 * @param points one a track
 * @param tags the commonest first
 * @param tracks how many there were; more than points if they were sampled
 * @param perplexity how many neighbours a point minds
 */
public record EmbeddingMap(String name, List<Point> points, List<String> tags, int tracks, double perplexity) {

    /** Fewer points make no picture. */
    static final int FEWEST = 5;

    private static final double PERPLEXITY = 30;
    private static final double LEARNING_RATE = 200;
    private static final int ITERATIONS = 500;
    private static final long SEED = 42;

    /** A track's place, and its tags as indexes into the map's. */
    public record Point(double x, double y, String name, List<Integer> tags) {
        public Point {
            tags = List.copyOf(tags);
        }
    }

    public EmbeddingMap {
        points = List.copyOf(points);
        tags = List.copyOf(tags);
    }

    /**
     * Lays tracks out; the same tracks give the same picture.
     *
     * @param most tracks that are laid out; of more, so many are drawn at random
     * @throws ReportException if there are too few to lay out
     */
    static EmbeddingMap of(String name, List<Track> tracks, int most) throws ReportException {
        if (tracks.size() < FEWEST) {
            throw new ReportException(
                    name + ": has " + tracks.size() + " tracks, expected at least " + FEWEST + " for a map");
        }
        List<Track> drawn = new ArrayList<>(tracks);
        if (drawn.size() > most) {
            Collections.shuffle(drawn, new Random(SEED));
            drawn = drawn.subList(0, most);
        }
        double perplexity = Math.min(PERPLEXITY, (drawn.size() - 1) / 3.0);
        MathEx.setSeed(SEED); // of this thread, which draws the start
        double[][] places = new TSNE(squaredDistances(drawn), 2, perplexity, LEARNING_RATE, ITERATIONS).coordinates;
        List<String> tags = byFrequency(drawn);
        List<Point> points = new ArrayList<>();
        for (int n = 0; n < places.length; n++) {
            Track track = drawn.get(n);
            points.add(new Point(
                    places[n][0],
                    places[n][1],
                    track.name(),
                    track.tags().stream().map(tags::indexOf).sorted().toList()));
        }
        return new EmbeddingMap(name, points, tags, tracks.size(), perplexity);
    }

    /** Between vectors of length one, their mean taken off before, since features share a large common part. */
    private static double[][] squaredDistances(List<Track> tracks) {
        double[][] unit = directions(tracks);
        double[][] distances = new double[unit.length][unit.length];
        for (int i = 0; i < unit.length; i++) {
            for (int j = 0; j < i; j++) {
                distances[i][j] = MathEx.squaredDistance(unit[i], unit[j]);
                distances[j][i] = distances[i][j];
            }
        }
        return distances;
    }

    private static double[][] directions(List<Track> tracks) {
        int columns = tracks.get(0).vector().length;
        double[] mean = new double[columns];
        for (Track track : tracks) {
            for (int d = 0; d < columns; d++) {
                mean[d] += track.vector()[d] / tracks.size();
            }
        }
        double[][] unit = new double[tracks.size()][columns];
        for (int n = 0; n < unit.length; n++) {
            for (int d = 0; d < columns; d++) {
                unit[n][d] = tracks.get(n).vector()[d] - mean[d];
            }
            double norm = MathEx.norm(unit[n]);
            if (norm > 0) {
                MathEx.scale(1 / norm, unit[n]);
            }
        }
        return unit;
    }

    private static List<String> byFrequency(List<Track> tracks) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        tracks.forEach(track -> track.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum)));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
