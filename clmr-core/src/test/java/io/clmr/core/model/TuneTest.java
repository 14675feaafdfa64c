package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.core.Parity;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden vectors and the counts come from the same networks in PyTorch: scripts/peer/tune_vectors.py. */
class TuneTest {

    private static final long SAMPLE_CNN_MULTIPLY_ADDS = 1_728_566_400;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newBaseManager(Parity.device());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static ModelConfig config(String encoder, int samples, List<Integer> pools, double width) {
        return new ModelConfig(22050, samples, pools, encoder, width, 16, Normalize.NONE);
    }

    private static ModelConfig published(String encoder) {
        ModelConfig paper = ModelConfig.defaults();
        return config(encoder, paper.samples(), paper.strides(), 1.0);
    }

    @ParameterizedTest
    @CsvSource({"tune, 2096970, 647940645", "tune_plus, 2220390, 833179545"})
    void isAsLargeAsThePublishedNetwork(String encoder, long parameters, long multiplyAdds) {
        try (ContrastiveModel model = ContrastiveModel.create(published(encoder), manager, DataType.FLOAT32, 1)) {
            assertEquals(parameters, model.size().encoderParameters());
            assertEquals(multiplyAdds, model.size().encoderMultiplyAdds());
            assertEquals(512, model.featureDim());
        }
    }

    @Test
    void needsAboutAThirdOfSampleCnnsMultiplications() {
        try (ContrastiveModel model = ContrastiveModel.create(ModelConfig.defaults(), manager, DataType.FLOAT32, 1)) {
            assertEquals(SAMPLE_CNN_MULTIPLY_ADDS, model.size().encoderMultiplyAdds());
        }
        long tune =
                TuneShape.of(59049, ModelConfig.defaults().strides(), 1, false).multiplyAdds();
        assertEquals(0.37, tune / (double) SAMPLE_CNN_MULTIPLY_ADDS, 0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tune", "tune_plus"})
    void turnsOneWindowInto512Features(String encoder) {
        try (ContrastiveModel model = ContrastiveModel.create(published(encoder), manager, DataType.FLOAT32, 1)) {
            NDArray h = model.encode(manager.randomUniform(-1, 1, new Shape(2, 1, 59049)), false);
            assertArrayEquals(new long[] {2, 512}, h.getShape().getShape());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16000, 8000})
    void takesTheWindowsOfOtherRates(int sampleRateHz) {
        ModelConfig rate = ModelConfig.forSampleRate(sampleRateHz);
        ModelConfig config = config("tune", rate.samples(), rate.strides(), 1 / 11.0);
        try (ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 1)) {
            NDArray h = model.encode(manager.zeros(new Shape(1, 1, rate.samples())), true);
            assertArrayEquals(new long[] {1, 47}, h.getShape().getShape());
        }
    }

    /** A bias that a norm almost takes away again has a gradient that in float32 is mostly rounding. */
    @ParameterizedTest
    @CsvSource({
        "tune, 2187, 3 3 3 3 3 3, 1, FLOAT64, 1e-6, 1e-5",
        "tune, 2187, 3 3 3 3 3 3, 1, FLOAT32, 1e-5, 5e-3",
        "tune_plus, 432, 3 2 3 2 4, 1, FLOAT64, 1e-6, 1e-5",
        "tune_plus, 432, 3 2 3 2 4, 1, FLOAT32, 1e-5, 5e-3"
    })
    void featuresAndGradientsAreThoseOfPyTorch(
            String encoder,
            int samples,
            String pools,
            int channels,
            DataType type,
            double tolerance,
            double ofGradients)
            throws IOException {
        List<Integer> sizes =
                Arrays.stream(pools.split(" ")).map(Integer::valueOf).toList();
        Map<String, HostTensor> golden = Parity.tensors(encoder + ".safetensors");
        try (ContrastiveModel model =
                ContrastiveModel.create(config(encoder, samples, sizes, channels / 11.0), manager, type, 1)) {
            model.loadEncoder(weights(golden));
            NDArray x = tensor(golden, "x").toArray(manager, type);
            NDArray h = model.encode(x, true);
            assertClose(golden, "out/train", h, tolerance);
            NDArray pull = tensor(golden, "pull").toArray(manager, type);
            NDArray loss = GradMode.on(() -> h.mul(pull).sum());
            JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.ones(new Shape(), type), false, false);
            golden.keySet().stream().filter(name -> name.startsWith("grad/")).forEach(name -> {
                NDArray parameter =
                        Objects.requireNonNull(model.parameters().get(name.substring("grad/".length())), name);
                assertClose(golden, name, parameter.getGradient(), ofGradients);
            });
            assertClose(golden, "out/eval", model.encode(x, false), tolerance);
            try (FrozenEncoder frozen = model.freeze()) {
                assertClose(golden, "out/eval", frozen.encode(x), tolerance);
            }
        }
    }

    private static Map<String, HostTensor> weights(Map<String, HostTensor> golden) {
        Map<String, HostTensor> weights = new LinkedHashMap<>(golden);
        weights.keySet().removeIf(name -> !name.startsWith("encoder."));
        return weights;
    }

    private static HostTensor tensor(Map<String, HostTensor> golden, String name) {
        return Objects.requireNonNull(golden.get(name), name);
    }

    private static void assertClose(Map<String, HostTensor> golden, String name, NDArray actual, double tolerance) {
        double gap = Parity.gap(tensor(golden, name), actual);
        assertTrue(gap <= tolerance, name + ": gap " + gap + ", allowed " + tolerance);
    }

    @Test
    void namesAndOrderAreThoseOfThePublishedStateDict() throws IOException {
        Map<String, HostTensor> golden = Parity.tensors("tune.safetensors");
        try (ContrastiveModel model = ContrastiveModel.create(
                config("tune", 2187, List.of(3, 3, 3, 3, 3, 3), 1 / 11.0), manager, DataType.FLOAT32, 1)) {
            List<String> ours = model.state().keySet().stream()
                    .filter(name -> name.startsWith("encoder."))
                    .toList();
            assertEquals(List.copyOf(weights(golden).keySet()), ours);
        }
    }

    @ParameterizedTest
    @CsvSource({"tune, 1.0", "tune_plus, 0.25"})
    void isRecognisedByItsWeights(String encoder, double width) {
        ModelConfig config = published(encoder).withWidth(width);
        try (ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 1)) {
            assertEquals(config, ModelConfig.inferredFrom(model.snapshot()));
        }
    }

    @Test
    void frozenWeightsDoNotFollowTheNetwork() {
        try (ContrastiveModel model = ContrastiveModel.create(
                        config("tune", 243, List.of(3, 3, 3, 3), 1 / 11.0), manager, DataType.FLOAT32, 1);
                FrozenEncoder frozen = model.freeze()) {
            NDArray x = manager.randomUniform(-1, 1, new Shape(2, 1, 243));
            HostTensor before = HostTensor.of(frozen.encode(x));
            GradMode.whileOff(() -> model.parameters().values().forEach(weight -> weight.muli(2)));
            assertEquals(0, Parity.gap(before, frozen.encode(x)));
        }
    }

    @Test
    void refusesWindowsThatCannotBeJoinedAgain() {
        assertEquals(
                "samples is 59050, which TUNe with strides [3, 3, 3, 3, 3] cannot halve and join again: expected a"
                        + " multiple of 81, the product of the first 4 strides, and at least the product of all",
                message(59050, List.of(3, 3, 3, 3, 3)));
        assertTrue(message(81, List.of(3, 3, 3)).startsWith("strides has 3 entries, expected 4 to 64"));
        assertTrue(message(81, List.of(3, 3, 3, 1)).startsWith("strides[3] is 1, expected 2 or more"));
        assertTrue(message(162, List.of(3, 3, 3, 3, 3)).startsWith("samples is 162"));
    }

    private static String message(int samples, List<Integer> pools) {
        return Objects.requireNonNull(
                assertThrows(IllegalArgumentException.class, () -> config("tune", samples, pools, 1.0))
                        .getMessage());
    }
}
