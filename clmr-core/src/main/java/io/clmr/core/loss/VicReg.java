package io.clmr.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.clmr.core.engine.GradMode;

/**
 * VICReg, variance-invariance-covariance regularisation (Bardes, Ponce, LeCun, ICLR 2022), as its authors' code computes it.
 *
 * <pre>λ · mean (z_I - z_J)² + μ · (v(z_I) + v(z_J)) / 2 + ν · (c(z_I) + c(z_J))
 * v(z) = mean over dimensions of max(0, 1 - √(var(z_d) + 1e-4))
 * c(z) = sum of the squared covariances of different dimensions / dim</pre>
 *
 * <p>Variances and covariances are over the batch, divided by batch - 1. Views of other clips are compared with nothing, so
 * that small batches will do; the projections' lengths count. One clip alone has no variance: only the first term is left.
 *
 * <p>Differs from the paper's formulas as the code does, whose weights the paper's are: the first term is a mean over
 * dimensions too, and the second the mean of the two views instead of the sum.
 */
final class VicReg implements ContrastiveLoss {

    /** Keeps the root's slope finite where a dimension is constant. */
    private static final double EPSILON = 1e-4;

    private final VicRegConfig weights;

    VicReg(VicRegConfig weights) {
        this.weights = weights;
    }

    @Override
    public NDArray loss(NDArray zI, NDArray zJ) {
        ProjectionPair pair = new ProjectionPair(zI, zJ);
        try (NDManager scope = pair.newScope()) {
            NDArray gaps = zI.sub(zJ);
            gaps.attach(scope);
            NDArray invariance = gaps.square().mean().mul(pair.constant(weights.invarianceWeight(), scope));
            return scope.ret(
                    pair.batch() == 1
                            ? invariance
                            : invariance.add(spread(zI, pair, scope)).add(spread(zJ, pair, scope)));
        }
    }

    /** Of equal projections, which differ in nothing: the variance term alone, at its largest. */
    @Override
    public double chance(int batch) {
        return batch == 1 ? 0 : weights.varianceWeight() * (1 - Math.sqrt(EPSILON));
    }

    /** Returns the weighted variance and covariance terms of one view's projections z, [batch, dim]. */
    private NDArray spread(NDArray z, ProjectionPair pair, NDManager scope) {
        NDArray mean = z.mean(new int[] {0}, true);
        mean.attach(scope);
        NDArray centred = z.sub(mean); // [batch, dim]
        centred.attach(scope);
        NDArray degrees = pair.constant(pair.batch() - 1.0, scope);
        NDArray variance = centred.square().sum(new int[] {0}).div(degrees); // [dim]
        NDArray deviation = variance.add(pair.constant(EPSILON, scope)).sqrt();
        NDArray shortfall =
                Activation.relu(pair.constant(1, scope).sub(deviation)).mean();
        NDArray covariance = centred.transpose().matMul(centred).div(degrees); // [dim, dim]
        NDArray ofPairs =
                covariance.mul(offDiagonal(scope, covariance)).square().sum();
        double dim = z.getShape().get(1);
        return shortfall
                .mul(pair.constant(weights.varianceWeight() / 2, scope))
                .add(ofPairs.mul(pair.constant(weights.covarianceWeight() / dim, scope)));
    }

    /** 0 on the diagonal and 1 elsewhere. */
    private static NDArray offDiagonal(NDManager scope, NDArray square) {
        int size = Math.toIntExact(square.getShape().get(0));
        return GradMode.off(
                () -> scope.eye(size, size, 0, square.getDataType()).muli(-1).addi(1));
    }
}
