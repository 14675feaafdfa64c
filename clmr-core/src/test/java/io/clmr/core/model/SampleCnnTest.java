package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.core.Parity;
import io.clmr.core.engine.TorchEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleCnnTest {

    private static final float FIRST_WEIGHT_OF_SEED_5 = 0.10939911f;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newBaseManager(Device.cpu());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private ContrastiveModel model(double width, DataType type, long seed) {
        return ContrastiveModel.create(ModelConfig.defaults().withWidth(width), manager, type, seed);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2368512, 2663424",
        "0.5, 594432, 676352",
        "0.25, 149760, 174336",
        "0.125, 38016, 46208",
        "0.0625, 9792, 12864"
    })
    void hasAsManyParametersAsPublished(double width, long encoder, long all) {
        ModelSize size = model(width, DataType.FLOAT32, 1).size();
        assertEquals(encoder, size.encoderParameters());
        assertEquals(all, size.parameters());
    }

    @ParameterizedTest
    @CsvSource({"16000, 2302976", "8000, 2171904"})
    void otherRatesHaveAsManyParametersAsPublished(int sampleRateHz, long encoder) {
        ContrastiveModel model =
                ContrastiveModel.create(ModelConfig.forSampleRate(sampleRateHz), manager, DataType.FLOAT32, 1);
        assertEquals(encoder, model.size().encoderParameters());
    }

    @Test
    void countsMultiplications() {
        ModelSize size = model(1.0, DataType.FLOAT32, 1).size();
        long expected = 19683L * 128 * 3; // block 0 has one input channel
        expected += (19683L + 6561) * 128 * 128 * 3;
        expected += 2187L * 256 * 128 * 3;
        expected += (729L + 243 + 81 + 27 + 9) * 256 * 256 * 3;
        expected += 3L * 512 * 256 * 3;
        expected += 512 * 512 * 3;
        assertEquals(expected, size.encoderMultiplyAdds());
        assertEquals(512 * 512 + 512 * 64, size.projectorMultiplyAdds());
    }

    @ParameterizedTest
    @ValueSource(ints = {22050, 16000, 8000})
    void everyBlockHasThePublishedShape(int sampleRateHz) throws IOException {
        JsonNode golden =
                new ObjectMapper().readTree(Parity.file("shapes.json").toFile()).get("" + sampleRateHz);
        ModelConfig config = ModelConfig.forSampleRate(sampleRateHz);
        assertEquals(golden.get("length").asInt(), config.samples());
        SampleCnn network = new SampleCnn(config.samples(), config.strides(), 1.0, WeightInit.seeded(1));
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 1, config.samples()));
        Shape[] shape = {new Shape(1, 1, config.samples())};
        int block = 0;
        for (JsonNode layers : golden.get("blocks")) {
            JsonNode last = layers.get(layers.size() - 1);
            while (last.get(last.size() - 1).isArray() && last.get(0).isArray()) {
                last = last.get(last.size() - 1);
            }
            shape = network.getChildren().values().get(block).getOutputShapes(shape);
            long[] expected = {
                1, last.get(1).get(0).asLong(), last.get(1).get(1).asLong()
            };
            assertArrayEquals(expected, shape[0].getShape(), "block " + block);
            block++;
        }
        assertEquals(11, block);
    }

    @ParameterizedTest
    @ValueSource(ints = {16000, 8000})
    void otherRatesRunAndTrainingAgreesWithInferenceOnTheSameStatistics(int sampleRateHz) {
        ModelConfig config = ModelConfig.forSampleRate(sampleRateHz).withWidth(0.0625);
        try (ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT64, 3)) {
            NDArray x = manager.randomUniform(-1, 1, new Shape(32, 1, config.samples()), DataType.FLOAT64);
            NDArray trained = model.encode(x, true);
            model.estimateStatistics(List.of(x).iterator());
            HostTensor inferred = HostTensor.of(model.encode(x, false));
            assertArrayEquals(new long[] {32, 32}, inferred.shape());
            // batch variances are over N, running ones over N - 1: with 32 values a channel in the last blocks that is
            // a
            // factor of √(31/32), so directions are compared, not lengths
            assertTrue(correlation(HostTensor.of(trained).toDoubles(), inferred.toDoubles()) > 0.99);
        }
    }

    private static double correlation(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void namesAndOrderAreThoseOfThePublishedStateDict() {
        List<String> expected = new ArrayList<>();
        for (int block = 0; block < 11; block++) {
            for (String part : List.of(
                    "0.weight",
                    "0.bias",
                    "1.weight",
                    "1.bias",
                    "1.running_mean",
                    "1.running_var",
                    "1.num_batches_tracked")) {
                expected.add("encoder.sequential." + block + "." + part);
            }
        }
        expected.add("projector.0.weight");
        expected.add("projector.2.weight");
        ContrastiveModel model = model(0.0625, DataType.FLOAT32, 1);
        assertEquals(expected, List.copyOf(model.state().keySet()));
        expected.removeIf(name -> name.contains("running") || name.contains("batches"));
        assertEquals(expected, List.copyOf(model.parameters().keySet()));
        assertEquals(
                DataType.INT64,
                model.state().get("encoder.sequential.0.1.num_batches_tracked").getDataType());
    }

    @Test
    void startsUniformlyWithinPyTorchsBounds() {
        Map<String, HostTensor> start = model(1.0, DataType.FLOAT32, 7).snapshot();
        Map<String, Double> bounds = Map.of(
                "encoder.sequential.0.0.", 0.5773502691896258,
                "encoder.sequential.1.0.", 0.051031036307982884,
                "encoder.sequential.3.0.", 0.051031036307982884,
                "encoder.sequential.9.0.", 0.036084391824351615,
                "encoder.sequential.10.0.", 0.025515518153991442,
                "projector.0.", 0.044194173824159216,
                "projector.2.", 0.044194173824159216);
        bounds.forEach((prefix, bound) -> {
            for (String part : List.of("weight", "bias")) {
                HostTensor values = start.get(prefix + part);
                if (values != null) {
                    assertUniform(values.toDoubles(), bound, prefix + part);
                }
            }
        });
        assertTrue(Arrays.stream(start.get("encoder.sequential.4.1.weight").toDoubles())
                .allMatch(v -> v == 1));
        assertTrue(Arrays.stream(start.get("encoder.sequential.4.1.bias").toDoubles())
                .allMatch(v -> v == 0));
        assertTrue(Arrays.stream(start.get("encoder.sequential.4.1.running_var").toDoubles())
                .allMatch(v -> v == 1));
    }

    /** Kolmogorov's distance; 1.95 / √n is exceeded once in a thousand, and the seed is fixed. */
    private static void assertUniform(double[] values, double bound, String name) {
        Arrays.sort(values);
        assertTrue(values[0] >= -bound * (1 + 1e-7) && values[values.length - 1] <= bound * (1 + 1e-7), name);
        double distance = 0;
        for (int i = 0; i < values.length; i++) {
            double expected = (values[i] / bound + 1) / 2;
            distance = Math.max(distance, Math.abs(expected - (i + 0.5) / values.length));
        }
        assertTrue(distance < 1.95 / Math.sqrt(values.length), name + ": distance " + distance);
    }

    @Test
    void theSeedDecidesTheWeightsInEveryPrecision() {
        Map<String, HostTensor> narrow = model(0.0625, DataType.FLOAT32, 5).snapshot();
        Map<String, HostTensor> again = model(0.0625, DataType.FLOAT32, 5).snapshot();
        Map<String, HostTensor> wide = model(0.0625, DataType.FLOAT64, 5).snapshot();
        Map<String, HostTensor> other = model(0.0625, DataType.FLOAT32, 6).snapshot();
        narrow.forEach((name, values) -> {
            assertArrayEquals(values.toDoubles(), again.get(name).toDoubles(), name);
            assertArrayEquals(values.toDoubles(), wide.get(name).toDoubles(), name);
        });
        assertNotEquals(
                narrow.get("projector.0.weight").toDoubles()[0],
                other.get("projector.0.weight").toDoubles()[0]);
        // written down once, so that another release or platform must give the same
        assertEquals(
                FIRST_WEIGHT_OF_SEED_5,
                narrow.get("encoder.sequential.0.0.weight").toFloats()[0]);
    }

    @Test
    void refusesAnotherLength() {
        ContrastiveModel model = model(0.0625, DataType.FLOAT32, 1);
        NDArray x = manager.zeros(new Shape(2, 1, 59048));
        Exception e = assertThrows(IllegalArgumentException.class, () -> model.encode(x, false));
        assertEquals("waveforms are (2, 1, 59048), expected [batch, 1, 59049]", e.getMessage());
    }
}
