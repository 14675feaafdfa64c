package io.clmr.train.optim;

import io.clmr.core.model.HostTensor;
import java.util.Map;

/**
 * Updates parameters in place from the gradients attached to them.
 *
 * <p>Formulas are PyTorch's, so that golden values of PyTorch hold. The learning rate comes with each
 * step: schedules are somebody else's business. Call it from one thread.
 */
public sealed interface Optimizer extends AutoCloseable permits Adam, Sgd, Lars {

    /**
     * Updates every parameter from its gradient and sets the gradients to zero.
     *
     * @param learningRate the rate of this step
     */
    void step(double learningRate);

    /** Returns how many steps were taken, those before {@link #restore} included. */
    long steps();

    /** Copies the moments, each in the layout of its parameter, by names such as {@code exp_avg.encoder…}. */
    Map<String, HostTensor> state();

    /**
     * Takes up the state of a saved run.
     *
     * @param steps the saved {@link #steps()}
     * @param state the saved {@link #state()}; exactly the same names and shapes are expected
     * @throws IllegalArgumentException if a name is missing, unknown, or of another shape
     */
    void restore(long steps, Map<String, HostTensor> state);

    @Override
    void close();
}
