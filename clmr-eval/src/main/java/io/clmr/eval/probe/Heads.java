package io.clmr.eval.probe;

import ai.djl.Device;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.ProbeConfig.Head;

/** Fits the head that a configuration names. */
final class Heads {
    private Heads() {}

    static FittedProbe fit(ProbeTask task, ProbeConfig config, Device device, long seed, ProgressListener listener) {
        return switch (config.head()) {
            case LINEAR, MLP -> new HeadTrainer(task, config, device).fit(config.head() == Head.MLP, seed, listener);
            case LOGISTIC -> LogisticProbe.fit(task, listener);
            case KNN -> KnnProbe.fit(task, listener);
            case GRID -> GridProbe.fit(task, config, device, seed, listener);
        };
    }
}
