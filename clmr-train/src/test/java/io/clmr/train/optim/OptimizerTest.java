package io.clmr.train.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.augment.RandomStream;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.HostTensor;
import io.clmr.train.optim.OptimizerConfig.Kind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the formulas as plain loops over doubles, on two parameters with the gradient 2 a (w - b). */
class OptimizerTest {

    private static final int STEPS = 5;
    private static final double RATE = 0.03;
    private static final double DECAY = 0.1;
    private static final double MOMENTUM = 0.9;
    private static final double TRUST = 0.2;

    private NDManager manager;

    @BeforeEach
    void open() {
        TorchEngine.setThreads(1);
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void updatesAsTheFormulaSays(Kind kind) {
        double[][] expected = {matrix(), bias()};
        double[][][] memory = {{new double[6], new double[6]}, {new double[3], new double[3]}};
        Map<String, NDArray> parameters = parameters();
        try (Optimizer optimizer = config(kind).create(parameters, manager)) {
            for (int step = 1; step <= STEPS; step++) {
                backward(parameters);
                optimizer.step(RATE);
                for (int p = 0; p < 2; p++) {
                    byHand(kind, expected[p], memory[p], step, p == 1);
                }
            }
        }
        // ten roundings of 1e-16 a step on values around 1
        assertArrayEquals(expected[0], parameters.get("matrix").toDoubleArray(), 1e-13);
        assertArrayEquals(expected[1], parameters.get("bias").toDoubleArray(), 1e-13);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void goesOnFromItsSavedStateExactly(Kind kind) {
        Map<String, NDArray> straight = parameters();
        Map<String, NDArray> broken = parameters();
        try (Optimizer one = config(kind).create(straight, manager)) {
            for (int step = 0; step < STEPS; step++) {
                backward(straight);
                one.step(RATE);
            }
        }
        Map<String, HostTensor> saved = Map.of();
        for (int step = 0; step < STEPS; step++) {
            try (Optimizer two = config(kind).create(broken, manager)) {
                if (step > 0) {
                    two.restore(step, saved);
                }
                backward(broken);
                two.step(RATE);
                assertEquals(step + 1, two.steps());
                saved = two.state();
            }
        }

        assertArrayEquals(
                straight.get("matrix").toDoubleArray(), broken.get("matrix").toDoubleArray(), 0);
        assertArrayEquals(
                straight.get("bias").toDoubleArray(), broken.get("bias").toDoubleArray(), 0);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void leavesNoArraysBehind(Kind kind) {
        Map<String, NDArray> parameters = parameters();
        try (Optimizer optimizer = config(kind).create(parameters, manager)) {
            backward(parameters);
            optimizer.step(RATE);
            optimizer.state();
            int before = liveArrays();
            for (int step = 0; step < 20; step++) {
                backward(parameters);
                optimizer.step(RATE);
                optimizer.state();
            }
            assertEquals(before, liveArrays());
        }
    }

    @Test
    void zeroesGradientsOfEveryParameter() {
        Map<String, NDArray> parameters = parameters();
        try (Optimizer optimizer = config(Kind.ADAM).create(parameters, manager)) {
            backward(parameters);
            optimizer.step(RATE);
        }
        assertArrayEquals(new double[3], parameters.get("bias").getGradient().toDoubleArray());
    }

    @Test
    void publishedLarsNeverMovesWhatStartsAtZero() {
        Map<String, NDArray> parameters = Map.of("bias", withGradient(new double[3], new Shape(3)));
        try (Optimizer optimizer = config(Kind.LARS_PUBLISHED).create(parameters, manager)) {
            backward(parameters);
            optimizer.step(RATE);
            optimizer.step(RATE); // the gradient is 0 now, and 0 / 0 must not come of it
        }
        assertArrayEquals(new double[3], parameters.get("bias").toDoubleArray());
    }

    @Test
    void refusesAStateThatLacksAParameter() {
        try (Optimizer optimizer = config(Kind.SGD).create(parameters(), manager)) {
            Map<String, HostTensor> state = Map.of(
                    "momentum_buffer.bias",
                    HostTensor.of(new double[3], 3),
                    "momentum_buffer.matrix",
                    HostTensor.of(new double[6], 3, 2));
            String message = assertThrows(IllegalArgumentException.class, () -> optimizer.restore(1, state))
                    .getMessage();
            assertEquals("momentum_buffer.matrix is [3, 2], expected [2, 3]", message);
        }
    }

    @Test
    void refusesTheStateOfAnotherRule() {
        try (Optimizer optimizer = config(Kind.SGD).create(parameters(), manager)) {
            Map<String, HostTensor> state = Map.of("exp_avg.bias", HostTensor.of(new double[3], 3));
            String message = assertThrows(IllegalArgumentException.class, () -> optimizer.restore(1, state))
                    .getMessage();
            assertEquals("exp_avg.bias is in the saved optimiser state but not in this optimiser", message);
        }
    }

    @Test
    void refusesARateThatIsNotANumber() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> new OptimizerConfig(Kind.ADAM, Double.NaN, RateScaling.NONE, 0, 0.9, 0.001))
                .getMessage();
        assertEquals("learning_rate is NaN, expected a number above 0", message);
    }

    @Test
    void scalesTheRateAsThePublishedRunsOfLarsDid() {
        OptimizerConfig linear = new OptimizerConfig(Kind.LARS, 0.3, RateScaling.LINEAR, 1e-6, 0.9, 0.001);
        OptimizerConfig sqrt = new OptimizerConfig(Kind.LARS, 0.075, RateScaling.SQRT, 1e-6, 0.9, 0.001);
        assertEquals(0.3 * 96 / 256, linear.learningRate(96), 1e-15);
        assertEquals(0.075 * Math.sqrt(96), sqrt.learningRate(96), 1e-15);
        assertEquals(3e-4, OptimizerConfig.defaults().learningRate(96));
    }

    private static OptimizerConfig config(Kind kind) {
        return new OptimizerConfig(kind, RATE, RateScaling.NONE, DECAY, MOMENTUM, TRUST);
    }

    private static double[] matrix() {
        return random(1, 6);
    }

    private static double[] bias() {
        return random(2, 3);
    }

    private static double[] random(long seed, int size) {
        RandomStream stream = RandomStream.of(seed);
        double[] values = new double[size];
        Arrays.setAll(values, i -> stream.nextGaussian());
        return values;
    }

    private Map<String, NDArray> parameters() {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        parameters.put("matrix", withGradient(matrix(), new Shape(2, 3)));
        parameters.put("bias", withGradient(bias(), new Shape(3)));
        return parameters;
    }

    private NDArray withGradient(double[] values, Shape shape) {
        NDArray array = manager.create(values, shape);
        array.setRequiresGradient(true);
        return array;
    }

    /** Loss: sum over values of (w - 0.5)^2 times 1 for the first parameter and 2 for the second. */
    private void backward(Map<String, NDArray> parameters) {
        double scale = 1;
        for (NDArray parameter : parameters.values()) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray half = scope.create(0.5);
                NDArray sum = GradMode.on(() -> {
                    NDArray difference = half.sub(parameter);
                    return difference.mul(difference).sum();
                });
                JniUtils.backward((PtNDArray) sum, (PtNDArray) scope.create(scale), false, false);
            }
            scale++;
        }
    }

    private static void byHand(Kind kind, double[] w, double[][] memory, int step, boolean isBias) {
        double[] g = new double[w.length];
        Arrays.setAll(g, i -> 2 * (isBias ? 2 : 1) * (w[i] - 0.5));
        switch (kind) {
            case ADAM, ADAMW -> adam(kind == Kind.ADAMW, w, g, memory[0], memory[1], step);
            case SGD -> {
                for (int i = 0; i < w.length; i++) {
                    double decayed = g[i] + DECAY * w[i];
                    memory[0][i] = MOMENTUM * memory[0][i] + decayed;
                    w[i] -= RATE * (decayed + MOMENTUM * memory[0][i]);
                }
            }
            case LARS, LARS_PUBLISHED -> lars(kind == Kind.LARS_PUBLISHED, isBias, w, g, memory[0]);
        }
    }

    private static void adam(boolean decoupled, double[] w, double[] g, double[] m, double[] v, int step) {
        for (int i = 0; i < w.length; i++) {
            double gradient = decoupled ? g[i] : g[i] + DECAY * w[i];
            m[i] = 0.9 * m[i] + 0.1 * gradient;
            v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
            double root = Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(0.999, step)) + 1e-8;
            double decay = decoupled ? RATE * DECAY * w[i] : 0;
            w[i] -= decay + RATE / (1 - Math.pow(0.9, step)) * m[i] / root;
        }
    }

    private static void lars(boolean published, boolean isBias, double[] w, double[] g, double[] v) {
        double[] decayed = new double[w.length];
        Arrays.setAll(decayed, i -> g[i] + DECAY * w[i]);
        double trust = 1;
        if (published) {
            trust = TRUST * length(w) / length(decayed);
        } else if (!isBias) {
            trust = TRUST * length(w) / (length(g) + DECAY * length(w));
        }
        for (int i = 0; i < w.length; i++) {
            v[i] = MOMENTUM * v[i] + RATE * trust * (published || !isBias ? decayed[i] : g[i]);
            w[i] -= v[i];
        }
    }

    private static double length(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
    }

    private int liveArrays() {
        return manager.getManagedArrays().size(); // those of managers below it included
    }
}
