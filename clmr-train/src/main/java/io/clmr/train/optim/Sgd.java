package io.clmr.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.clmr.core.engine.GradMode;
import io.clmr.core.model.HostTensor;
import java.util.Map;

/** Gradient descent with Nesterov's momentum: v = m v + g; w -= rate (g + m v), g with the L2 term in it. */
final class Sgd implements Optimizer {

    private static final String VELOCITY = "momentum_buffer.";

    private final double weightDecay;
    private final double momentum;
    private final ParameterVector parameters;
    private final NDManager manager;
    private final NDArray velocity; // [size]
    private long steps;

    Sgd(OptimizerConfig config, Map<String, NDArray> parameters, NDManager parent) {
        weightDecay = config.weightDecay();
        momentum = config.momentum();
        this.parameters = new ParameterVector(parameters);
        manager = parent.newSubManager();
        velocity = this.parameters.zeros(manager);
    }

    @Override
    public void step(double learningRate) {
        steps++;
        GradMode.whileOff(() -> update(learningRate));
    }

    private void update(double learningRate) {
        try (NDManager scope = manager.newSubManager();
                Scalars scalars = new Scalars(scope)) {
            NDArray gradient = parameters.gradients(scope);
            if (weightDecay > 0) {
                gradient.addi(parameters.values(scope).muli(scalars.of(weightDecay)));
            }
            velocity.muli(scalars.of(momentum)).addi(gradient);
            NDArray ahead = velocity.mul(scalars.of(momentum));
            ahead.attach(scope);
            parameters.subtract(gradient.addi(ahead).muli(scalars.of(learningRate)), scope);
            parameters.zeroGradients();
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Map<String, HostTensor> state() {
        return parameters.named(VELOCITY, velocity);
    }

    @Override
    public void restore(long savedSteps, Map<String, HostTensor> state) {
        parameters.checkNames(state, VELOCITY);
        parameters.fill(velocity, VELOCITY, state);
        steps = savedSteps;
    }

    @Override
    public void close() {
        manager.close();
    }
}
