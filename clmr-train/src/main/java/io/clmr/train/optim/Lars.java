package io.clmr.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.clmr.core.engine.GradMode;
import io.clmr.core.model.HostTensor;
import java.util.List;
import java.util.Map;

/**
 * Layer-wise adaptive rate scaling: each parameter's rate is proportional to its length over its gradient's.
 *
 * <p>The paper's form (You et al. 2017): trust = eta |w| / (|g| + b |w|) with decay b, v = m v + rate trust (g + b w),
 * w -= v; one-dimensional parameters (biases, norms) have trust 1 and no decay. The published form adds the decay
 * first, then trust = eta |w| / |g| for every parameter, so biases that start at 0 never move.
 */
final class Lars implements Optimizer {

    private static final String VELOCITY = "momentum_buffer.";

    private final double weightDecay;
    private final double momentum;
    private final double trustCoefficient;
    private final boolean published;
    private final ParameterVector parameters;
    private final NDManager manager;
    private final NDArray velocity; // [size]
    private long steps;

    Lars(OptimizerConfig config, Map<String, NDArray> parameters, NDManager parent) {
        weightDecay = config.weightDecay();
        momentum = config.momentum();
        trustCoefficient = config.trustCoefficient();
        published = config.name() == OptimizerConfig.Kind.LARS_PUBLISHED;
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
            NDList gradients = parameters.slices(parameters.gradients(scope));
            NDList weights = parameters.slices(parameters.values(scope));
            List<NDArray> shaped = parameters.parameters();
            NDList scaled = new NDList(shaped.size());
            for (int i = 0; i < shaped.size(); i++) {
                boolean adapted = published || shaped.get(i).getShape().dimension() > 1;
                NDArray gradient = gradients.get(i); // [values of parameter i]
                scaled.add(adapted ? adapted(gradient, weights.get(i), scalars) : gradient);
            }
            velocity.muli(scalars.of(momentum))
                    .addi(ParameterVector.joined(scaled).muli(scalars.of(learningRate)));
            parameters.subtract(velocity, scope);
            parameters.zeroGradients();
        }
    }

    /** Returns trust * (g + b w); all lengths stay on the device. */
    private NDArray adapted(NDArray gradient, NDArray weight, Scalars scalars) {
        NDArray weightLength = weight.norm();
        NDArray gradientLength = gradient.norm();
        NDArray decayed = gradient.add(weight.mul(scalars.of(weightDecay)));
        NDArray trust;
        if (published) {
            NDArray length = decayed.norm();
            // 0 / 0 would be NaN for a parameter that is 0 and has no gradient
            trust = weightLength.mul(scalars.of(trustCoefficient)).div(orOne(length, length));
        } else {
            NDArray length = gradientLength.add(weightLength.mul(scalars.of(weightDecay)));
            trust = weightLength.mul(scalars.of(trustCoefficient)).div(orOne(length, length));
            trust = orOne(trust, weightLength.mul(gradientLength));
        }
        return decayed.mul(trust);
    }

    /** Returns the value, or 1 where the condition is 0. */
    private static NDArray orOne(NDArray value, NDArray condition) {
        NDArray zero = condition.eq(condition.zerosLike()).toType(value.getDataType(), false); // 1 or 0
        return value.sub(value.mul(zero)).addi(zero);
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
