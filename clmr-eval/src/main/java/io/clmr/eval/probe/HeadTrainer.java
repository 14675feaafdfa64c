package io.clmr.eval.probe;

import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.ProbeConfig.Procedure;
import io.clmr.eval.probe.TrainedHead.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Trains a linear or MLP head by Adam with L2 in the gradient, as published.
 *
 * <p>{@link Procedure#CLMR_V2}: windows shuffled, the rate cut on a plateau of the validation loss, an early end, and
 * the last weights, not the best. {@link Procedure#CLMR_V1}: windows in order, the rate kept, an early end by the
 * validation scores.
 */
final class HeadTrainer {
    private static final int LEAST_BATCH_OF_VALIDATION = 256;

    private final ProbeTask task;
    private final HeadSettings settings;
    private final ProbeRows train;
    private final ProbeRows valid;
    private final Optional<Standardizer> standardizer;

    HeadTrainer(ProbeTask task, HeadSettings settings) {
        this.task = task;
        this.settings = settings;
        ProbeRows rawTrain = ProbeRows.of(task.train());
        ProbeRows rawValid = ProbeRows.of(task.valid());
        standardizer = settings.standardize() ? Optional.of(new Standardizer(rawTrain.features())) : Optional.empty();
        train = standardized(rawTrain);
        valid = standardized(rawValid);
    }

    private ProbeRows standardized(ProbeRows rows) {
        return standardizer
                .map(to -> rows.withFeatures(to.applyFloats(rows.features())))
                .orElse(rows);
    }

    /**
     * Trains a head.
     *
     * @param seed of the start values, the order of the windows and the dropout
     */
    TrainedHead fit(long seed, ProgressListener listener) {
        Run run = new Run(new SplittableRandom(seed));
        int epochs = run.train(listener);
        TrainedHead head = new TrainedHead(run.result(), settings.pooling(), task.singleLabel(), epochs, "");
        return standardizer.map(head::onRawFeatures).orElse(head);
    }

    /** One training from start values to the end. */
    private final class Run {
        private final SplittableRandom random;
        private final HeadNetwork network;
        private final List<List<Adam>> adams = new ArrayList<>(); // for each layer: of its rows and, last, its bias
        private final int validBatch = Math.max(settings.batchSize(), LEAST_BATCH_OF_VALIDATION);
        private final HeadCourse course = settings.procedure() == Procedure.CLMR_V1
                ? new HeadCourse.Scores(settings.learningRate(), settings.patience())
                : new HeadCourse.Loss(settings.learningRate(), settings.patience());
        private int steps;

        Run(SplittableRandom random) {
            this.random = random;
            int batch = Math.min(Math.max(train.size(), valid.size()), validBatch);
            network = new HeadNetwork(
                    train.dim(), settings.hiddenUnits(), task.tags(), batch, settings.dropout(), random);
            for (Layer layer : network.layers()) {
                List<Adam> rows = new ArrayList<>();
                for (float[] row : layer.weight()) {
                    rows.add(new Adam(row.length, settings.weightDecay()));
                }
                rows.add(new Adam(layer.bias().length, settings.weightDecay()));
                adams.add(rows);
            }
        }

        int train(ProgressListener listener) {
            int epoch = 0;
            boolean last = false;
            while (!last) {
                int[] order = settings.procedure() == Procedure.CLMR_V1
                        ? IntStream.range(0, train.size()).toArray()
                        : permutation(train.size(), random);
                for (int from = 0; from < order.length; from += settings.batchSize()) {
                    step(train.at(order, from, Math.min(order.length, from + settings.batchSize())));
                }
                epoch++;
                last = course.epochEnded(new ValidationPass(network, valid, task, validBatch))
                        || epoch == settings.maxEpochs();
                course.remember(network);
                listener.progress("training the head", epoch, settings.maxEpochs());
            }
            return epoch;
        }

        List<Layer> result() {
            return course.result(network);
        }

        private void step(ProbeRows batch) {
            steps++;
            List<Layer> gradients =
                    network.gradients(batch.features(), random, logits -> replaceByGradient(logits, batch));
            for (int n = 0; n < gradients.size(); n++) {
                Layer layer = network.layers().get(n);
                Layer gradient = gradients.get(n);
                List<Adam> rows = adams.get(n);
                for (int out = 0; out < layer.weight().length; out++) {
                    rows.get(out).step(layer.weight()[out], gradient.weight()[out], steps, course.rate());
                }
                rows.get(layer.weight().length).step(layer.bias(), gradient.bias(), steps, course.rate());
            }
        }

        /** Of the mean over windows and tags of the binary, or over windows of the softmax cross entropy. */
        private void replaceByGradient(float[][] logits, ProbeRows batch) {
            int rows = batch.size();
            float share = 1f / (task.singleLabel() ? rows : rows * task.tags());
            if (task.singleLabel()) {
                softmax(logits, rows, share);
            } else {
                for (float[] tag : logits) {
                    for (int n = 0; n < rows; n++) {
                        tag[n] = share / (1 + (float) Math.exp(-tag[n]));
                    }
                }
            }
            for (int n = 0; n < rows; n++) {
                for (int tag : batch.tags()[n]) {
                    logits[tag][n] -= share;
                }
            }
        }

        private static void softmax(float[][] logits, int rows, float share) {
            double[] one = new double[logits.length];
            for (int n = 0; n < rows; n++) {
                for (int tag = 0; tag < one.length; tag++) {
                    one[tag] = logits[tag][n];
                }
                double[] probabilities = TrainedHead.probabilities(one, true);
                for (int tag = 0; tag < one.length; tag++) {
                    logits[tag][n] = (float) (share * probabilities[tag]);
                }
            }
        }
    }

    private static int[] permutation(int size, SplittableRandom random) {
        int[] order = new int[size];
        for (int n = 0; n < size; n++) {
            int other = random.nextInt(n + 1);
            order[n] = order[other];
            order[other] = n;
        }
        return order;
    }
}
