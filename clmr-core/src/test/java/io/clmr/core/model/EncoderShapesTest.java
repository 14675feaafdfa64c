package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.engine.TorchEngine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncoderShapesTest {

    private static ModelConfig config(String encoder, int samples, List<Integer> strides, int projectionDim) {
        return new ModelConfig(22050, samples, strides, encoder, 0.0625, projectionDim, Normalize.NONE);
    }

    private static final List<ModelConfig> ALL_ENCODERS = List.of(
            config("sample_cnn", 81, List.of(3, 3, 3), 7),
            config("tune", 512, List.of(2, 2, 2, 2, 2), 7),
            config("tune_plus", 512, List.of(2, 2, 2, 2, 2, 2), 7),
            config("cpc", 2000, Cpc.STRIDES, 64));

    @Test
    void shapesAreThoseOfTheNetworkThatIsMade() {
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu())) {
            for (ModelConfig config : ALL_ENCODERS) {
                Map<String, long[]> shapes = EncoderRegistry.load()
                        .find(config.encoder())
                        .shapes(config)
                        .orElseThrow();
                ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 1);
                assertEquals(model.state().keySet(), shapes.keySet(), config.encoder());
                model.state()
                        .forEach((name, array) -> assertArrayEquals(
                                array.getShape().getShape(), shapes.get(name), config.encoder() + " " + name));
            }
        }
    }

    @Test
    void weightsOfAnotherNetworkAreRefusedByTheirShapesAlone() {
        ModelConfig config = ALL_ENCODERS.get(0);
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        EncoderRegistry.load()
                .find(config.encoder())
                .shapes(config)
                .orElseThrow()
                .forEach((name, shape) -> {
                    long size = 1;
                    for (long length : shape) {
                        size *= length;
                    }
                    weights.put(name, HostTensor.of(new float[Math.toIntExact(size)], shape));
                });
        config.checkShapes(weights);
        assertEquals(
                "encoder.sequential.0.0.weight is [8, 1, 3], expected [2048, 1, 3],"
                        + " encoder.sequential.0.0.bias is [8], expected [2048],"
                        + " encoder.sequential.0.1.weight is [8], expected [2048] and 29 more",
                assertThrows(IllegalArgumentException.class, () -> config.withWidth(16)
                                .checkShapes(weights))
                        .getMessage());
        assertEquals(
                "projector.2.weight is [7, 32], expected [1048576, 32]",
                assertThrows(IllegalArgumentException.class, () -> config.withProjectionDim(1 << 20)
                                .checkShapes(weights))
                        .getMessage());
        weights.keySet().removeIf(name -> name.startsWith("projector."));
        config.withProjectionDim(1 << 20).checkShapes(weights); // there is nothing to hold it against
    }

    @Test
    void sizesBeyondReasonAreRefused() {
        ModelConfig config = ALL_ENCODERS.get(0);
        assertEquals(
                "projection_dim is 2000000000, expected at most 1048576",
                assertThrows(IllegalArgumentException.class, () -> config.withProjectionDim(2_000_000_000))
                        .getMessage());
        assertEquals(
                "samples is 2147483647, expected at most 16777216",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> config("sample_cnn", Integer.MAX_VALUE, List.of(3), 7))
                        .getMessage());
        assertEquals(
                "sample_rate_hz is 768001, expected at most 768000",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ModelConfig(
                                        768_001, 81, List.of(3, 3, 3), "sample_cnn", 1, 7, Normalize.NONE))
                        .getMessage());
    }
}
