package io.clmr.eval.probe;

import io.clmr.eval.features.ProgressListener;

/** Fits the head that a configuration names. */
final class Heads {
    private Heads() {}

    static FittedProbe fit(ProbeTask task, ProbeConfig config, long seed, ProgressListener listener) {
        return switch (config.head()) {
            case LINEAR, MLP ->
                new HeadTrainer(
                                task,
                                HeadSettings.of(config, task.train().windows().get(0)[0].length))
                        .fit(seed, listener);
            case LOGISTIC -> LogisticProbe.fit(task, listener);
            case KNN -> KnnProbe.fit(task, listener);
            case GRID -> GridProbe.fit(task, config, seed, listener);
        };
    }
}
