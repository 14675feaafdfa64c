package io.clmr.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.clmr.core.engine.GradMode;
import io.clmr.core.model.ContrastiveModel;
import java.util.Map;
import java.util.Objects;

/**
 * The exponential moving average of a network's weights over the steps of a run; training is not touched by it.
 *
 * <p>After step t it is the mean of the weights after steps k = 1 … t, weighted by decay<sup>t - k</sup>. The weights of the
 * mean are divided by their sum, so that start values count nothing and early averages are true ones (as in Adam's bias
 * correction).
 *
 * <p>BatchNorm's running statistics are averaged in the same way. For the averaged weights they are an approximation: each was
 * measured with the weights of its step. Measuring anew would need audio at every checkpoint. The count of batches is the
 * network's own.
 */
final class AveragedModel {

    private final ContrastiveModel live;
    private final ContrastiveModel average;
    private final double decay;

    /**
     * Makes an average of nothing so far.
     *
     * @param manager with which it is closed
     * @param decay above 0 and below 1
     */
    AveragedModel(ContrastiveModel live, NDManager manager, double decay) {
        this.live = live;
        this.decay = decay;
        average = ContrastiveModel.create(live.config(), manager, live.dataType(), 0);
    }

    /** Returns the average as a network, to be used in evaluation mode. */
    ContrastiveModel model() {
        return average;
    }

    /**
     * Takes in the weights of a step.
     *
     * @param step steps taken, this one included, from 1
     */
    void add(long step) {
        double share = (1 - decay) / (1 - Math.pow(decay, (double) step)); // of this step among all; 1 at the first
        Map<String, NDArray> means = average.state();
        GradMode.whileOff(() -> live.state().forEach((name, value) -> {
            NDArray mean = Objects.requireNonNull(means.get(name));
            if (value.getDataType().isFloating()) {
                try (NDArray part = value.mul(share)) {
                    mean.muli(1 - share).addi(part);
                }
            } else {
                try (NDArray to = mean.reshape(-1);
                        NDArray from = value.reshape(-1)) {
                    to.set(new NDIndex(":"), from);
                }
            }
        }));
    }
}
