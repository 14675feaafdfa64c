package io.clmr.eval.probe;

import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.NearestNeighbours.Distance;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A tag's score is its share among the nearest training clips, by the cosine of clip means. */
record KnnProbe(ProbeTask task, int k) implements FittedProbe {
    private static final int[] GRID = {1, 5, 10, 20, 50};

    static String description() {
        return "k " + Arrays.toString(GRID);
    }

    /** Chooses the number of neighbours. */
    static FittedProbe fit(ProbeTask task, ProgressListener listener) {
        List<KnnProbe> candidates = Arrays.stream(GRID)
                .filter(k -> k <= task.train().clips().size())
                .mapToObj(k -> new KnnProbe(task, k))
                .toList();
        KnnProbe best = Selection.best(candidates, task);
        listener.progress("nearest neighbours", candidates.size(), candidates.size());
        return best;
    }

    @Override
    public float[][] scores(FeatureTable clips) {
        boolean[][] labels = ProbeTask.labels(task.train().clips(), task.tags());
        int[][] neighbours = NearestNeighbours.find(task.train().clipMeans(), clips.clipMeans(), k, Distance.COSINE);
        float[][] scores = new float[neighbours.length][task.tags()];
        for (int n = 0; n < neighbours.length; n++) {
            for (int tag = 0; tag < task.tags(); tag++) {
                int votes = 0;
                for (int neighbour : neighbours[n]) {
                    votes += labels[neighbour][tag] ? 1 : 0;
                }
                scores[n][tag] = (float) votes / k;
            }
        }
        return scores;
    }

    @Override
    public Optional<TrainedHead> head() {
        return Optional.empty();
    }

    @Override
    public int epochs() {
        return 0;
    }

    @Override
    public String chosen() {
        return "k = " + k;
    }
}
