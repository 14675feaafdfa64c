package io.clmr.eval.probe;

import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Logistic regression on standardised clip means. A tag that no or every training clip carries scores 0 everywhere.
 *
 * @param fitted which tags were fitted, in the order of the model's outputs
 */
record LogisticProbe(
        Standardizer standardizer, LogisticRegression model, List<Integer> fitted, ProbeTask task, double c)
        implements FittedProbe {
    private static final double[] GRID = {0.001, 0.01, 0.1, 1.0};

    /** Fits for each C of the grid and keeps the one with the best scores of the validation clips. */
    static FittedProbe fit(ProbeTask task, ProgressListener listener) {
        Standardizer standardizer = new Standardizer(task.train().clipMeans());
        double[][] rows = standardizer.apply(task.train().clipMeans());
        List<LogisticProbe> candidates = new ArrayList<>();
        for (double c : GRID) {
            candidates.add(fit(task, standardizer, rows, c));
            listener.progress("logistic regression", candidates.size(), GRID.length);
        }
        return Selection.best(candidates, task);
    }

    private static LogisticProbe fit(ProbeTask task, Standardizer standardizer, double[][] rows, double c) {
        if (task.singleLabel()) {
            int[] classes = ProbeTask.classes(task.train().clips());
            LogisticRegression model = LogisticRegression.softmax(rows, classes, task.tags(), c);
            List<Integer> all = IntStream.range(0, task.tags()).boxed().toList();
            return new LogisticProbe(standardizer, model, all, task, c);
        }
        boolean[][] labels = ProbeTask.labels(task.train().clips(), task.tags());
        List<Integer> fitted = IntStream.range(0, task.tags())
                .filter(tag -> {
                    long positives = IntStream.range(0, labels.length)
                            .filter(n -> labels[n][tag])
                            .count();
                    return positives > 0 && positives < labels.length;
                })
                .boxed()
                .toList();
        boolean[][] columns = new boolean[labels.length][fitted.size()];
        for (int n = 0; n < labels.length; n++) {
            for (int k = 0; k < fitted.size(); k++) {
                columns[n][k] = labels[n][fitted.get(k)];
            }
        }
        return new LogisticProbe(standardizer, LogisticRegression.binary(rows, columns, c), fitted, task, c);
    }

    @Override
    public float[][] scores(FeatureTable clips) {
        double[][] logits = model.logits(standardizer.apply(clips.clipMeans()));
        float[][] scores = new float[logits.length][task.tags()];
        for (int n = 0; n < logits.length; n++) {
            double[] probabilities = TrainedHead.probabilities(logits[n], task.singleLabel());
            for (int k = 0; k < probabilities.length; k++) {
                scores[n][fitted.get(k)] = (float) probabilities[k];
            }
        }
        return scores;
    }

    @Override
    public int epochs() {
        return 0;
    }

    @Override
    public String chosen() {
        return "C = " + c;
    }
}
