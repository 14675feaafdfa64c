package io.clmr.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import io.clmr.core.engine.GradMode;

/**
 * InfoNCE over future steps: cross entropy of finding the encoding k steps ahead among encodings drawn from the whole batch
 * (van den Oord, Li and Vinyals, 2018, equation 4), mean over positions and over the steps k = 1 … K.
 *
 * <p>As in the published baseline (github.com/Spijkervet/CLMR, {@code modules/cpc/infonce.py}): the score of an encoding is
 * its scalar product with the prediction; the negatives of a position are drawn once, by permuting all encodings of the
 * batch, and step k uses the last rows of the same permutations, so the true encoding is now and then its own negative.
 */
public final class InfoNce implements Loss {

    private final InfoNceConfig config;

    InfoNce(InfoNceConfig config) {
        this.config = config;
    }

    /**
     * What came out.
     *
     * @param loss scalar, recorded for gradients
     * @param topOne share of the predictions nearer to the true encoding than to any negative, scalar
     */
    public record Value(NDArray loss, NDArray topOne) {}

    /** Returns how many encodings each prediction is compared with beside the true one. */
    public int negatives() {
        return config.negatives();
    }

    /** Returns how many moments predictions are made from, given the length of a sequence. */
    public int positions(int length) {
        return Math.min(config.positions(), length);
    }

    @Override
    public double chance(int batch) {
        return Math.log(1.0 + config.negatives());
    }

    /**
     * Computes the loss of a batch.
     *
     * @param encodings of all moments, [batch, length, channels]
     * @param predictions made at {@link #positions} successive moments, [batch, positions, channels · steps]
     * @param first of these moments
     * @param negativeRows for each moment of the batch in order, batch · length, the numbers of its negatives among them
     * @return arrays of the manager of {@code encodings}
     * @throws IllegalArgumentException if there are as many steps as positions or more
     */
    public Value loss(NDArray encodings, NDArray predictions, int first, long[] negativeRows) {
        long channels = encodings.getShape().get(2);
        long positions = predictions.getShape().get(1);
        long steps = predictions.getShape().get(2) / channels;
        if (steps >= positions) {
            throw new IllegalArgumentException("predicts " + steps + " steps from " + positions
                    + " positions, expected fewer steps: use a smaller model.projection_dim or longer windows");
        }
        try (NDManager scope = encodings.getManager().newSubManager()) {
            scope.tempAttachAll(encodings, predictions);
            NDArray drawn = drawn(encodings, negativeRows, scope); // [batch * length, negatives, channels]
            NDArray futures = encodings.get(new NDIndex(":, {}:{}", first, first + positions));
            NDList losses = new NDList();
            NDList shares = new NDList();
            for (long k = 1; k <= steps; k++) {
                NDArray scores = scores(k, futures, predictions, drawn); // [anchors, 1 + negatives]
                losses.add(scores.logSoftmax(1).get(new NDIndex(":, 0")).mean());
                shares.add(topOne(scores));
            }
            NDArray loss = NDArrays.stack(losses).mean().neg();
            NDArray share = GradMode.off(() -> NDArrays.stack(shares).mean());
            scope.ret(loss);
            scope.ret(share);
            return new Value(loss, share);
        }
    }

    private NDArray drawn(NDArray encodings, long[] negativeRows, NDManager scope) {
        Shape shape = encodings.getShape();
        long moments = shape.get(0) * shape.get(1);
        if (negativeRows.length != moments * config.negatives()) {
            throw new IllegalArgumentException(
                    negativeRows.length + " numbers of negatives, expected " + moments * config.negatives());
        }
        NDArray rows = scope.create(negativeRows).duplicate(); // kept by autograd, so not in Java's memory
        // A look-up in a table: unlike that of an index, its gradient is summed in the same order every time
        return Embedding.embedding(rows, encodings.reshape(moments, shape.get(2)), SparseFormat.DENSE)
                .singletonOrThrow()
                .reshape(moments, config.negatives(), shape.get(2));
    }

    /** Anchors are the positions that have a moment k steps ahead, of all windows. */
    private static NDArray scores(long k, NDArray futures, NDArray predictions, NDArray drawn) {
        long channels = futures.getShape().get(2);
        long positions = futures.getShape().get(1);
        long anchors = futures.getShape().get(0) * (positions - k);
        NDArray ahead = futures.get(new NDIndex(":, {}:", k)).reshape(anchors, 1, channels);
        NDArray predicted = predictions
                .get(new NDIndex(":, :{}, {}:{}", positions - k, (k - 1) * channels, k * channels))
                .reshape(anchors, channels, 1);
        NDArray negatives = drawn.get(new NDIndex("{}:", drawn.getShape().get(0) - anchors));
        NDArray all = ahead.matMul(predicted).concat(negatives.matMul(predicted), 1); // [anchors, 1 + negatives, 1]
        return all.reshape(anchors, all.getShape().get(1));
    }

    private static NDArray topOne(NDArray scores) {
        return GradMode.off(() -> {
            NDArray best = scores.get(new NDIndex(":, 1:")).max(new int[] {1});
            return scores.get(new NDIndex(":, 0"))
                    .gt(best)
                    .toType(scores.getDataType(), false)
                    .mean();
        });
    }
}
