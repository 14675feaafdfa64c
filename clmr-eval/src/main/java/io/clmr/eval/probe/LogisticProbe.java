package io.clmr.eval.probe;

import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.TrainedHead.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logistic regression on standardised clip means, its regularisation chosen on the validation clips.
 *
 * <p>A tag that no or every training clip carries scores 0 everywhere.
 */
final class LogisticProbe {
    private static final double[] GRID = {0.001, 0.01, 0.1, 1.0};

    /** A logit whose sigmoid is 0. */
    private static final float NEVER = -1e4f;

    private final ProbeTask task;
    private final Standardizer standardizer;
    private final double[][] rows;

    private LogisticProbe(ProbeTask task) {
        this.task = task;
        float[][] means = task.train().clipMeans();
        standardizer = new Standardizer(means);
        rows = standardizer.apply(means);
    }

    static String description() {
        return "C " + Arrays.toString(GRID);
    }

    /** Fits for each C of the grid and keeps the one with the best scores of the validation clips. */
    static TrainedHead fit(ProbeTask task, ProgressListener listener) {
        LogisticProbe probe = new LogisticProbe(task);
        List<TrainedHead> candidates = new ArrayList<>();
        int[] fitted = probe.fitted();
        if (fitted.length == 0) { // as with the clips of a single song: nothing can be told apart
            return probe.constant();
        }
        List<LogisticRegression> path = probe.path(fitted);
        for (int n = 0; n < GRID.length; n++) {
            candidates.add(probe.head(path.get(n), fitted, GRID[n]));
        }
        listener.progress("logistic regression", candidates.size(), GRID.length);
        return Selection.best(candidates, task);
    }

    /** A tag that cannot be fitted has no column in the labels, and none in the fits. */
    private int[] fitted() {
        if (task.singleLabel()) {
            return IntStream.range(0, task.tags()).toArray();
        }
        boolean[][] labels = ProbeTask.labels(task.train().clips(), task.tags());
        return IntStream.range(0, task.tags())
                .filter(tag -> {
                    long positives =
                            Arrays.stream(labels).filter(row -> row[tag]).count();
                    return positives > 0 && positives < labels.length;
                })
                .toArray();
    }

    private List<LogisticRegression> path(int[] fitted) {
        if (task.singleLabel()) {
            return LogisticRegression.softmaxPath(
                    rows, ProbeTask.classes(task.train().clips()), task.tags(), GRID);
        }
        boolean[][] labels = ProbeTask.labels(task.train().clips(), task.tags());
        boolean[][] columns = new boolean[labels.length][fitted.length];
        for (int n = 0; n < labels.length; n++) {
            for (int k = 0; k < fitted.length; k++) {
                columns[n][k] = labels[n][fitted[k]];
            }
        }
        return LogisticRegression.binaryPath(rows, columns, GRID);
    }

    private TrainedHead constant() {
        float[] bias = new float[task.tags()];
        Arrays.fill(bias, NEVER);
        Layer layer = new Layer(new float[task.tags()][rows[0].length], bias);
        return new TrainedHead(
                List.of(layer), Pooling.FEATURES, false, 0, "nothing: no tag is on some but not all training clips");
    }

    private TrainedHead head(LogisticRegression model, int[] fitted, double c) {
        int dim = rows[0].length;
        float[][] weight = new float[task.tags()][dim];
        float[] bias = new float[task.tags()];
        Arrays.fill(bias, NEVER);
        for (int k = 0; k < fitted.length; k++) {
            bias[fitted[k]] = (float) model.intercepts()[k];
            for (int d = 0; d < dim; d++) {
                weight[fitted[k]][d] = (float) model.coefficients()[k][d];
            }
        }
        return new TrainedHead(List.of(new Layer(weight, bias)), Pooling.FEATURES, task.singleLabel(), 0, "C = " + c)
                .onRawFeatures(standardizer);
    }
}
