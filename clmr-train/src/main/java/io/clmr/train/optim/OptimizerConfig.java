package io.clmr.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;

/**
 * Which optimiser updates the parameters, and with which constants.
 *
 * @param name the update rule
 * @param learningRate the rate before any scaling and schedule, above 0
 * @param rateScaling how the rate grows with the batch
 * @param weightDecay strength of the L2 penalty (AdamW: of the decoupled decay), at least 0
 * @param momentum of SGD and LARS, at least 0 and below 1; Adam does not use it
 * @param trustCoefficient LARS's eta, above 0; the others do not use it
 */
public record OptimizerConfig(
        Kind name,
        double learningRate,
        RateScaling rateScaling,
        double weightDecay,
        double momentum,
        double trustCoefficient) {

    /** The update rules. */
    public enum Kind {
        /** Kingma and Ba's Adam as PyTorch has it; weight decay is an L2 term in the gradient. */
        ADAM,
        /** Adam with weight decay applied to the weights and not to the gradient. */
        ADAMW,
        /** Stochastic gradient descent with Nesterov's momentum. */
        SGD,
        /** Layer-wise adaptive rates; one-dimensional parameters get neither decay nor adaptation. */
        LARS,
        /** LARS as the published code has it: every parameter is decayed and adapted. */
        LARS_PUBLISHED
    }

    public OptimizerConfig {
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learning_rate is " + learningRate + ", expected a number above 0");
        }
        if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight_decay is " + weightDecay + ", expected a number of at least 0");
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException(
                    "momentum is " + momentum + ", expected a number of at least 0 and below 1");
        }
        if (!(trustCoefficient > 0 && trustCoefficient < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "trust_coefficient is " + trustCoefficient + ", expected a number above 0");
        }
    }

    /** Returns the published setting: Adam at 3e-4 without weight decay. */
    public static OptimizerConfig defaults() {
        return new OptimizerConfig(Kind.ADAM, 3e-4, RateScaling.NONE, 0, 0.9, 0.001);
    }

    /** Returns the rate before any schedule for batches of so many songs. */
    public double learningRate(int batchSize) {
        return learningRate * rateScaling.factor(batchSize);
    }

    /**
     * Makes the optimiser of these parameters, which it updates in place.
     *
     * @param parameters by name, each with a gradient attached; they must outlive the optimiser
     * @param manager the run's manager; the optimiser keeps its state in a manager of its own below it
     */
    public Optimizer create(Map<String, NDArray> parameters, NDManager manager) {
        if (name == Kind.ADAM || name == Kind.ADAMW) {
            return new Adam(this, parameters, manager);
        }
        if (name == Kind.SGD) {
            return new Sgd(this, parameters, manager);
        }
        return new Lars(this, parameters, manager);
    }
}
