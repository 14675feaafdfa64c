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
import io.clmr.core.engine.TorchEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The blocked layout in float32 against the plain one in float64, the same weights and samples in both. */
class BlockedLayoutTest {

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
    void computesThePlainNetwork(String strides, double width) {
        List<Integer> pools =
                List.of(strides.split(" ")).stream().map(Integer::valueOf).toList();
        assumeTrue(
                BlockedLayout.of(BlockShape.of(pools, width), manager).isPresent(),
                "this build of the engine has no blocked layout");
        int samples = 3 * pools.stream().reduce(1, (a, b) -> a * b);
        ModelConfig config = new ModelConfig(22050, samples, pools, SampleCnn.NAME, width, 64, Normalize.NONE);
        Map<String, double[]> exact = pass(config, DataType.FLOAT64);
        Map<String, double[]> blocked = pass(config, DataType.FLOAT32);
        exact.forEach((name, values) -> {
            double[] found = blocked.getOrDefault(name, new double[values.length]);
            double error = distance(found, values) / Math.max(norm(values), 1e-3);
            assertTrue(error < 2e-3, name + " is off by " + error);
        });
    }

    /** Returns features, gradients and running statistics after two batches. */
    private Map<String, double[]> pass(ModelConfig config, DataType type) {
        Map<String, double[]> values = new LinkedHashMap<>();
        try (ContrastiveModel model = ContrastiveModel.create(config, manager, type, 7)) {
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
