package io.clmr.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.clmr.core.engine.GradMode;
import java.util.OptionalDouble;

/**
 * DCL and DCLW, the decoupled contrastive losses (Yeh et al., Decoupled Contrastive Learning, ECCV 2022).
 *
 * <p>NT-Xent without the positive in the denominator: over the 2 · batch anchors i with positive p(i) the mean of
 *
 * <pre>-w_i · cos(z_i, z_p(i)) / τ + ln Σ_k exp(cos(z_i, z_k) / τ)</pre>
 *
 * where k runs over the 2 · batch - 2 views of other clips. In DCL w_i = 1. In DCLW w_i is the negative von Mises-Fisher
 * weight 2 - exp(cos(z_i, z_p(i)) / σ) / mean_j exp(cos(z_j, z_p(j)) / σ), which is larger for positives that lie apart; it
 * is a constant to the gradient. The weights have mean 1.
 *
 * <p>One clip alone has no negatives: the sum's logarithm is left out, and the positives attract each other.
 */
final class Decoupled implements ContrastiveLoss {

    private final double temperature;
    private final OptionalDouble sigma;

    /** @param sigma of the weights of DCLW; empty for DCL */
    Decoupled(double temperature, OptionalDouble sigma) {
        this.temperature = temperature;
        this.sigma = sigma;
    }

    @Override
    public NDArray loss(NDArray zI, NDArray zJ) {
        ProjectionPair pair = new ProjectionPair(zI, zJ);
        try (NDManager scope = pair.newScope()) {
            NDArray unit = pair.unit(scope); // [2 * batch, dim]
            NDArray divisor = pair.constant(temperature, scope);
            NDArray logits = unit.div(divisor).matMul(unit.transpose()); // [2 * batch, 2 * batch]
            NDArray ofPositives = logits.gather(pair.positives(scope), 1); // [2 * batch, 1]
            NDArray attraction =
                    sigma.isPresent() ? ofPositives.mul(weights(ofPositives, sigma.getAsDouble())) : ofPositives;
            NDArray loss = pair.batch() == 1
                    ? attraction.mean().neg()
                    : logOfSum(logits.add(withoutOwnClip(scope, logits)))
                            .sub(attraction)
                            .mean();
            return scope.ret(loss);
        }
    }

    /** ln(2 · batch - 2), and for one clip the attraction of two equal views, -1 / temperature. */
    @Override
    public double chance(int batch) {
        return batch == 1 ? -1 / temperature : Math.log(2.0 * batch - 2);
    }

    /** @param ofPositives similarities of the positives over the temperature, [2 * batch, 1], each pair twice */
    private NDArray weights(NDArray ofPositives, double width) {
        return GradMode.off(() -> {
            NDArray share = ofPositives.mul(temperature / width).softmax(0); // of 2 * batch, summing to 1
            return share.mul(-ofPositives.getShape().get(0)).add(2);
        });
    }

    /** Negative infinity where row and column are views of one clip, 0 elsewhere. */
    private static NDArray withoutOwnClip(NDManager scope, NDArray logits) {
        int clips = Math.toIntExact(logits.getShape().get(0) / 2);
        return GradMode.off(() -> scope.eye(clips, clips, 0, logits.getDataType())
                .muli(-1)
                .addi(1)
                .log()
                .tile(new long[] {2, 2}));
    }

    /** Returns the logarithm of each row's sum of exponentials, [rows, 1]; no row may be all negative infinity. */
    private static NDArray logOfSum(NDArray rows) {
        NDArray largest = GradMode.off(() -> rows.max(new int[] {1}, true)); // for range alone; cancels out
        return rows.sub(largest).exp().sum(new int[] {1}, true).log().add(largest);
    }
}
