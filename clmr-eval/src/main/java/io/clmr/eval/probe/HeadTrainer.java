package io.clmr.eval.probe;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import io.clmr.data.dataset.Clip;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Trains a linear or MLP head as published: Adam with L2 in the gradient, the rate cut on a plateau of the validation
 * loss, an early end, and the last weights, not the best.
 */
final class HeadTrainer {
    private static final double WEIGHT_DECAY = 1e-6;

    private final ProbeTask task;
    private final ProbeConfig config;
    private final Device device;

    HeadTrainer(ProbeTask task, ProbeConfig config, Device device) {
        this.task = task;
        this.config = config;
        this.device = device;
    }

    /**
     * Trains a head.
     *
     * @param hidden whether there is a hidden layer
     * @param seed of the start values and the order of the windows
     */
    TrainedHead fit(boolean hidden, long seed, ProgressListener listener) {
        SplittableRandom random = new SplittableRandom(seed);
        int dim = task.train().windows().get(0)[0].length;
        try (NDManager manager = TorchEngine.get().newBaseManager(device)) {
            return GradMode.off(() -> {
                HeadNetwork head = hidden
                        ? new HeadNetwork(manager, random, dim, dim, task.tags())
                        : new HeadNetwork(manager, random, dim, task.tags());
                int epochs = train(manager, head, random, listener);
                return TrainedHead.of(head.parameters(), epochs, config.average(), task.singleLabel());
            });
        }
    }

    private int train(NDManager manager, HeadNetwork head, SplittableRandom random, ProgressListener listener) {
        NDArray features = features(manager, task.train()); // [windows, featureDim]
        NDArray labels = labels(manager, task.train()); // [windows, tags]
        NDArray validFeatures = features(manager, task.valid());
        NDArray validLabels = labels(manager, task.valid());
        Adam adam = new Adam(head.parameters(), WEIGHT_DECAY);
        Plateau plateau = new Plateau(config.learningRate());
        EarlyStopping stopping = new EarlyStopping(config.earlyStopPatience());
        long rows = features.getShape().get(0);
        int epoch = 0;
        boolean last = false;
        while (!last) {
            try (NDManager scope = manager.newSubManager()) {
                NDIndex order = new NDIndex("{}", scope.create(permutation((int) rows, random)));
                NDArray shuffled = features.get(scope, order);
                NDArray shuffledLabels = labels.get(scope, order);
                for (long from = 0; from < rows; from += config.batchSize()) {
                    String slice = from + ":" + Math.min(rows, from + config.batchSize());
                    step(head, adam, shuffled, shuffledLabels, new NDIndex(slice), plateau.rate());
                }
                double loss = loss(scope, head, validFeatures, validLabels);
                plateau.step(loss);
                epoch++;
                last = stopping.isLast(loss) || epoch == config.maxEpochs();
                listener.progress("training the head", epoch, config.maxEpochs());
            }
        }
        return epoch;
    }

    private void step(HeadNetwork head, Adam adam, NDArray features, NDArray labels, NDIndex slice, double rate) {
        try (NDManager scope = features.getManager().newSubManager()) {
            NDArray x = features.get(scope, slice);
            NDArray y = labels.get(scope, slice);
            float count = task.singleLabel() ? x.getShape().get(0) : y.size();
            adam.step(head.gradients(x, logits -> probabilities(logits).subi(y).divi(count)), rate);
        }
    }

    private NDArray probabilities(NDArray logits) {
        return task.singleLabel() ? logits.softmax(1) : Activation.sigmoid(logits);
    }

    /** The mean over all windows and tags of the binary, or over the windows of the softmax cross entropy. */
    private double loss(NDManager scope, HeadNetwork head, NDArray features, NDArray labels) {
        try (NDManager inner = scope.newSubManager()) {
            NDArray logits = head.logits(features.get(inner, new NDIndex(":")));
            NDArray losses = task.singleLabel()
                    ? logits.logSoftmax(1).mul(labels).sum(new int[] {1}).neg()
                    : Activation.softPlus(logits).sub(logits.mul(labels));
            return losses.mean().getFloat();
        }
    }

    private static long[] permutation(int size, SplittableRandom random) {
        long[] order = new long[size];
        for (int n = 0; n < size; n++) {
            int other = random.nextInt(n + 1);
            order[n] = order[other];
            order[other] = n;
        }
        return order;
    }

    private static NDArray features(NDManager manager, FeatureTable table) {
        List<float[]> rows = new ArrayList<>();
        table.windows().forEach(windows -> rows.addAll(List.of(windows)));
        int dim = rows.get(0).length;
        float[] flat = new float[rows.size() * dim];
        for (int n = 0; n < rows.size(); n++) {
            System.arraycopy(rows.get(n), 0, flat, n * dim, dim);
        }
        return manager.create(flat, new Shape(rows.size(), dim));
    }

    private NDArray labels(NDManager manager, FeatureTable table) {
        int rows = table.windows().stream().mapToInt(windows -> windows.length).sum();
        float[] flat = new float[rows * task.tags()];
        int row = 0;
        for (int n = 0; n < table.clips().size(); n++) {
            Clip clip = table.clips().get(n);
            for (int window = 0; window < table.windows().get(n).length; window++) {
                for (int tag : clip.tags().orElse(List.of())) {
                    flat[row * task.tags() + tag] = 1;
                }
                row++;
            }
        }
        return manager.create(flat, new Shape(rows, task.tags()));
    }
}
