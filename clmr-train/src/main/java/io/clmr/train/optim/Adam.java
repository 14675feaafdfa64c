package io.clmr.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.clmr.core.engine.GradMode;
import io.clmr.core.model.HostTensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam and AdamW by PyTorch's formula.
 *
 * <p>With m and v the running means of the gradient and its square, w -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 -
 * b2^t) + eps): eps is added after the bias correction. DJL's own Adam adds it before, which makes it 32 times as
 * large in the first step.
 */
final class Adam implements Optimizer {

    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final String MEAN = "exp_avg.";
    private static final String SQUARE = "exp_avg_sq.";

    private final double weightDecay;
    private final boolean decoupled;
    private final ParameterVector parameters;
    private final NDManager manager;
    private final NDArray mean; // [size]
    private final NDArray square; // [size]
    private long steps;

    Adam(OptimizerConfig config, Map<String, NDArray> parameters, NDManager parent) {
        weightDecay = config.weightDecay();
        decoupled = config.name() == OptimizerConfig.Kind.ADAMW;
        this.parameters = new ParameterVector(parameters);
        manager = parent.newSubManager();
        mean = this.parameters.zeros(manager);
        square = this.parameters.zeros(manager);
    }

    @Override
    public void step(double learningRate) {
        steps++;
        GradMode.whileOff(() -> update(learningRate));
    }

    private void update(double learningRate) {
        double meanCorrection = 1 - Math.pow(BETA_1, (double) steps);
        double squareCorrection = 1 - Math.pow(BETA_2, (double) steps);
        try (NDManager scope = manager.newSubManager();
                Scalars scalars = new Scalars(scope)) {
            NDArray gradient = parameters.gradients(scope);
            if (weightDecay > 0 && !decoupled) {
                gradient.addi(parameters.values(scope).muli(scalars.of(weightDecay)));
            }
            mean.muli(scalars.of(BETA_1)).addi(gradient.mul(scalars.of(1 - BETA_1)));
            square.muli(scalars.of(BETA_2)).addi(gradient.muli(gradient).muli(scalars.of(1 - BETA_2)));
            NDArray root = square.sqrt();
            root.attach(scope);
            root.divi(scalars.of(Math.sqrt(squareCorrection))).addi(scalars.of(EPSILON));
            NDArray update = mean.div(root);
            update.attach(scope);
            update.muli(scalars.of(learningRate / meanCorrection));
            if (weightDecay > 0 && decoupled) {
                update.addi(parameters.values(scope).muli(scalars.of(learningRate * weightDecay)));
            }
            parameters.subtract(update, scope);
            parameters.zeroGradients();
        }
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public Map<String, HostTensor> state() {
        Map<String, HostTensor> state = new LinkedHashMap<>(parameters.named(MEAN, mean));
        state.putAll(parameters.named(SQUARE, square));
        return state;
    }

    @Override
    public void restore(long savedSteps, Map<String, HostTensor> state) {
        parameters.checkNames(state, MEAN, SQUARE);
        parameters.fill(mean, MEAN, state);
        parameters.fill(square, SQUARE, state);
        steps = savedSteps;
    }

    @Override
    public void close() {
        manager.close();
    }
}
