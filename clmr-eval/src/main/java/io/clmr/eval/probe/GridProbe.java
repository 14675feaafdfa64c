package io.clmr.eval.probe;

import ai.djl.Device;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.ProbeConfig.Head;
import java.util.ArrayList;
import java.util.List;

/** The best of several trained heads, chosen on the validation clips. */
record GridProbe(TrainedHead head, String chosen) implements FittedProbe {
    private static final double[] LEARNING_RATES = {5e-4, 1e-3, 5e-3, 1e-2};
    private static final int[] BATCH_SIZES = {64, 256};

    /** Trains linear and MLP heads with every learning rate and batch size of the grid. */
    static FittedProbe fit(ProbeTask task, ProbeConfig config, Device device, long seed, ProgressListener listener) {
        List<GridProbe> candidates = new ArrayList<>();
        int total = 2 * LEARNING_RATES.length * BATCH_SIZES.length;
        for (Head head : List.of(Head.LINEAR, Head.MLP)) {
            for (double rate : LEARNING_RATES) {
                for (int batch : BATCH_SIZES) {
                    ProbeConfig one = config.withTraining(rate, batch);
                    TrainedHead trained =
                            new HeadTrainer(task, one, device).fit(head == Head.MLP, seed, ProgressListener.none());
                    candidates.add(new GridProbe(trained, head + ", learning rate " + rate + ", batch size " + batch));
                    listener.progress("heads of the grid", candidates.size(), total);
                }
            }
        }
        return Selection.best(candidates, task);
    }

    @Override
    public float[][] scores(FeatureTable clips) {
        return head.scores(clips);
    }

    @Override
    public int epochs() {
        return head.epochs();
    }
}
