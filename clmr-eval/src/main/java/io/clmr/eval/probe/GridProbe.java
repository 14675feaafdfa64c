package io.clmr.eval.probe;

import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.ProbeConfig.Procedure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The grid that later papers probe with (Castellon et al. 2021 and after): standardised features or not, a linear head
 * or a hidden layer of 512, dropout, learning rate and L2; the best on the validation clips.
 */
final class GridProbe {
    static final int HIDDEN_UNITS = 512;
    static final int BATCH_SIZE = 64;
    static final List<Double> DROPOUTS = List.of(0.25, 0.5, 0.75);
    static final List<Double> LEARNING_RATES = List.of(1e-4, 1e-3, 1e-2);
    static final List<Double> WEIGHT_DECAYS = List.of(0.0, 1e-4, 1e-3);

    private GridProbe() {}

    /** Describes the grid, as the report has it. */
    static String description() {
        return "standardize no, yes x hidden units 0, " + HIDDEN_UNITS + " x dropout " + DROPOUTS + " x learning rate "
                + LEARNING_RATES + " x L2 " + WEIGHT_DECAYS + ", batch size " + BATCH_SIZE;
    }

    static List<HeadSettings> settings(ProbeConfig config) {
        List<HeadSettings> all = new ArrayList<>();
        for (boolean standardize : new boolean[] {false, true}) {
            for (int hidden : new int[] {0, HIDDEN_UNITS}) {
                for (double dropout : DROPOUTS) {
                    for (double rate : LEARNING_RATES) {
                        for (double decay : WEIGHT_DECAYS) {
                            all.add(new HeadSettings(
                                    hidden,
                                    standardize,
                                    dropout,
                                    rate,
                                    decay,
                                    BATCH_SIZE,
                                    Procedure.CLMR_V2,
                                    config.maxEpochs(),
                                    config.earlyStopPatience(),
                                    Pooling.of(config.average())));
                        }
                    }
                }
            }
        }
        return all;
    }

    /** Trains every head of the grid, several at a time; the choice does not depend on how many. */
    static TrainedHead fit(ProbeTask task, ProbeConfig config, long seed, ProgressListener listener) {
        List<HeadSettings> grid = settings(config);
        ConcurrentProgress progress = new ConcurrentProgress(listener, grid.size());
        List<TrainedHead> candidates = grid.parallelStream()
                .map(settings -> {
                    TrainedHead head = new HeadTrainer(task, settings)
                            .fit(seed, ProgressListener.none())
                            .withChosen(text(settings));
                    progress.one();
                    return head;
                })
                .toList();
        return Selection.best(candidates, task);
    }

    private static String text(HeadSettings settings) {
        return "standardize " + (settings.standardize() ? "yes" : "no") + ", hidden units " + settings.hiddenUnits()
                + ", dropout " + settings.dropout() + ", learning rate " + settings.learningRate() + ", L2 "
                + settings.weightDecay();
    }

    /** Tells of heads that are done on the thread that evaluates, as the listener may ask. */
    private static final class ConcurrentProgress {
        private final ProgressListener listener;
        private final Thread owner = Thread.currentThread();
        private final AtomicInteger done = new AtomicInteger();
        private final int total;

        ConcurrentProgress(ProgressListener listener, int total) {
            this.listener = listener;
            this.total = total;
        }

        void one() {
            int now = done.incrementAndGet();
            if (Thread.currentThread() == owner) {
                listener.progress("heads of the grid", now, total);
            }
        }
    }
}
