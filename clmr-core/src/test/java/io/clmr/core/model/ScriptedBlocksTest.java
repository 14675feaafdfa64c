package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.Precision;
import io.clmr.core.engine.TorchEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The blocked layout and bfloat16 against the plain network in float64, the same weights and samples in each. */
class ScriptedBlocksTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newBaseManager(Device.cpu());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"3 3 3 3 3, 0.25", "3 3 3 3 3, 0.07", "5 2 3 3, 0.125"})
    void computesThePlainNetworkInBlocks(String strides, double width) {
        ModelConfig config = config(strides, width);
        assumeTrue(
                ScriptedBlocks.inBlockedLayout(BlockShape.of(config.strides(), width), manager)
                        .isPresent(),
                "this build of the engine has no blocked layout");
        assertClose(
                pass(config, DataType.FLOAT64, Precision.FLOAT32),
                pass(config, DataType.FLOAT32, Precision.FLOAT32),
                2e-3);
    }

    /** Products of 8 bits of fraction: features to a few percent, gradients in their direction. */
    @Test
    void computesThePlainNetworkInBfloat16() {
        ModelConfig config = config("3 3 3", 0.25);
        Map<String, double[]> exact = pass(config, DataType.FLOAT64, Precision.FLOAT32);
        Map<String, double[]> rounded = pass(config, DataType.FLOAT32, Precision.BFLOAT16);
        assertClose(exact, rounded, 0.6);
        assertTrue(error(exact, rounded, "features 0") > 1e-4, "nothing was rounded");
        double off = error(exact, rounded, "features 0");
        assertTrue(off < 0.1, "features are off by " + off);
    }

    private static ModelConfig config(String strides, double width) {
        List<Integer> pools =
                List.of(strides.split(" ")).stream().map(Integer::valueOf).toList();
        int samples = 3 * pools.stream().reduce(1, (a, b) -> a * b);
        return new ModelConfig(22050, samples, pools, SampleCnn.NAME, width, 64, Normalize.NONE);
    }

    private static void assertClose(Map<String, double[]> exact, Map<String, double[]> found, double tolerance) {
        exact.keySet().forEach(name -> {
            double error = error(exact, found, name);
            assertTrue(error < tolerance, name + " is off by " + error);
        });
    }

    private static double error(Map<String, double[]> exact, Map<String, double[]> found, String name) {
        double[] values = Objects.requireNonNull(exact.get(name));
        return distance(Objects.requireNonNull(found.get(name), name), values) / Math.max(norm(values), 1e-3);
    }

    /** Returns features, gradients and running statistics after two batches. */
    private Map<String, double[]> pass(ModelConfig config, DataType type, Precision precision) {
        Map<String, double[]> values = new LinkedHashMap<>();
        try (ContrastiveModel model = ContrastiveModel.create(config, manager, type, 7)) {
            model.trainIn(precision);
            for (int batch = 0; batch < 2; batch++) {
                TorchEngine.get().setRandomSeed(11 + batch);
                NDArray noise = manager.randomNormal(0, 0.1f, new Shape(6, 1, config.samples()), DataType.FLOAT32);
                NDArray weight = manager.randomNormal(0, 1, new Shape(6, model.featureDim()), DataType.FLOAT32);
                NDArray h = model.encode(noise.toType(type, false), true);
                values.put("features " + batch, HostTensor.of(h).toDoubles());
                NDArray loss =
                        GradMode.on(() -> h.mul(weight.toType(type, false)).sum());
                JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.ones(new Shape(), type), false, false);
            }
            model.encoder().namedParameters().forEach((name, parameter) -> {
                NDArray array = parameter.getArray();
                // a convolution's bias goes before a norm: its gradient is rounding alone
                if (!name.endsWith("0.bias")) {
                    NDArray chosen = parameter.requiresGradient() ? array.getGradient() : array;
                    values.put(name, HostTensor.of(chosen).toDoubles());
                }
            });
        }
        return values;
    }

    private static double norm(double[] values) {
        return distance(values, new double[values.length]);
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
