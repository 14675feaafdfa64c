package io.clmr.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.engine.GradMode;
import java.util.stream.LongStream;

/**
 * NT-Xent: cross entropy of finding, among the other 2 · batch - 1 projections, the one of the same clip.
 *
 * <p>Cosine similarities divided by a temperature are the logits, and the mean is over all 2 · batch anchors. The
 * batch size is that of the input; one clip alone has no negatives and loss 0.
 */
public final class NtXent implements ContrastiveLoss {

    /** A projection shorter than this is divided by this instead of its length, as PyTorch's cosine similarity does. */
    private static final double MIN_NORM = 1e-8;

    private final double temperature;

    NtXent(double temperature) {
        this.temperature = temperature;
    }

    @Override
    public NDArray loss(NDArray zI, NDArray zJ) {
        return loss(zI, zJ, temperature);
    }

    @Override
    public double chance(int batch) {
        return Math.log(2.0 * batch - 1);
    }

    /**
     * Computes the loss of a batch.
     *
     * @param zI projections of the first views, [batch, dim], of any length
     * @param zJ projections of the second views, [batch, dim]; row i is of the same clip as row i of {@code zI}
     * @param temperature above 0
     * @return a scalar that belongs to the manager of {@code zI}
     */
    public static NDArray loss(NDArray zI, NDArray zJ, double temperature) {
        Shape shape = zI.getShape();
        if (shape.dimension() != 2 || !shape.equals(zJ.getShape())) {
            throw new IllegalArgumentException("projections are " + shape + " and " + zJ.getShape()
                    + ", expected two of the same shape [batch, dim]");
        }
        int batch = Math.toIntExact(shape.get(0));
        try (NDArray both = zI.concat(zJ);
                NDManager scope = both.getManager().newSubManager()) {
            scope.tempAttachAll(both);
            NDArray unit = both.normalize(2, 1, MIN_NORM); // [2 * batch, dim]
            NDArray logits =
                    unit.div(kept(scope.create(temperature))).matMul(unit.transpose()); // [2 * batch, 2 * batch]
            NDArray others = logits.addi(withoutSelf(scope, logits)).logSoftmax(1);
            NDArray ofPositives = others.gather(kept(positives(scope, batch)), 1); // [2 * batch, 1]
            return scope.ret(ofPositives.mean().neg());
        }
    }

    /**
     * Copies a constant into the engine's own memory, where the backward pass still finds it.
     *
     * <p>An array made from Java values lies in a Java buffer, which is collected once the array is closed, whatever the
     * engine has kept of it. {@code div(Number)} makes such an array too.
     */
    private static NDArray kept(NDArray constant) {
        return constant.duplicate();
    }

    /** Negative infinity on the diagonal and 0 elsewhere: no projection is its own positive or negative. */
    private static NDArray withoutSelf(NDManager scope, NDArray logits) {
        int anchors = Math.toIntExact(logits.getShape().get(0));
        return GradMode.off(() -> {
            NDArray identity = scope.eye(anchors, anchors, 0, logits.getDataType());
            return identity.muli(-1).addi(1).log(); // log 0 on the diagonal, log 1 elsewhere
        });
    }

    /** Row i and row i + batch are views of the same clip. */
    private static NDArray positives(NDManager scope, int batch) {
        long anchors = 2L * batch;
        long[] columns =
                LongStream.range(0, anchors).map(i -> (i + batch) % anchors).toArray();
        return scope.create(columns, new Shape(anchors, 1));
    }
}
