package io.clmr.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.clmr.core.engine.GradMode;

/**
 * NT-Xent: cross entropy of finding, among the other 2 · batch - 1 projections, the one of the same clip.
 *
 * <p>Cosine similarities divided by a temperature are the logits, and the mean is over all 2 · batch anchors. The
 * batch size is that of the input; one clip alone has no negatives and loss 0.
 */
public final class NtXent implements ContrastiveLoss {

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
        ProjectionPair pair = new ProjectionPair(zI, zJ);
        try (NDManager scope = pair.newScope()) {
            NDArray unit = pair.unit(scope); // [2 * batch, dim]
            NDArray divisor = pair.constant(temperature, scope);
            NDArray logits = unit.div(divisor).matMul(unit.transpose()); // [2 * batch, 2 * batch]
            NDArray others = logits.addi(withoutSelf(scope, logits)).logSoftmax(1);
            NDArray ofPositives = others.gather(pair.positives(scope), 1); // [2 * batch, 1]
            return scope.ret(ofPositives.mean().neg());
        }
    }

    /** Negative infinity on the diagonal and 0 elsewhere: no projection is its own positive or negative. */
    private static NDArray withoutSelf(NDManager scope, NDArray logits) {
        int anchors = Math.toIntExact(logits.getShape().get(0));
        return GradMode.off(() -> {
            NDArray identity = scope.eye(anchors, anchors, 0, logits.getDataType());
            return identity.muli(-1).addi(1).log(); // log 0 on the diagonal, log 1 elsewhere
        });
    }
}
