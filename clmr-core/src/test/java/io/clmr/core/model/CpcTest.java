package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.core.Parity;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.loss.InfoNce;
import io.clmr.core.loss.InfoNceConfig;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Network and loss of CPC; the golden vectors come from the same in PyTorch: scripts/peer/cpc_vectors.py. */
class CpcTest {

    private static final List<Integer> STRIDES = List.of(5, 3, 2, 2, 2, 2, 2);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newBaseManager(Parity.device());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static ModelConfig config(int samples, double width, int projectionDim) {
        return new ModelConfig(22050, samples, STRIDES, "cpc", width, projectionDim, Normalize.NONE);
    }

    @Test
    void isAsLargeAsThePublishedBaseline() {
        ModelConfig config = config(59049, 1, 20 * 512);
        try (ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 1)) {
            assertEquals(8_988_672, model.size().parameters());
            assertEquals(6_367_232, model.size().encoderParameters());
            assertEquals(256, model.featureDim());
            long expected = 11809L * 512 * 10;
            expected += 512L * 512 * (3936 * 6 + (1969 + 985 + 492) * 4 + (247 + 124) * 2);
            expected += 124L * 3 * 256 * (512 + 256);
            assertEquals(expected, model.size().encoderMultiplyAdds());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT32", "FLOAT64"})
    void sequencesLossAndGradientsAreThoseOfPyTorch(DataType type) throws IOException {
        double tolerance = type == DataType.FLOAT64 ? 1e-6 : 2e-5;
        Map<String, HostTensor> golden = Parity.tensors("cpc.safetensors");
        try (ContrastiveModel model = ContrastiveModel.create(config(5000, 16 / 512.0, 3 * 16), manager, type, 1)) {
            Map<String, HostTensor> weights = new LinkedHashMap<>(golden);
            weights.keySet().removeIf(name -> !name.startsWith("encoder.") && !name.startsWith("projector."));
            model.load(weights);
            NDArray x = tensor(golden, "x").toArray(manager, type);
            SequenceEncoder.Sequence sequence = model.sequence(x);
            assertClose(golden, "out/encodings", sequence.encodings(), tolerance);
            assertClose(golden, "out/contexts", sequence.contexts(), tolerance);
            InfoNce.Value value = GradMode.on(() -> {
                NDArray predicted = model.project(sequence.contexts().get(new NDIndex(":, 2:9")), true);
                return new InfoNceConfig(4, 7)
                        .create()
                        .loss(sequence.encodings(), predicted, 2, rows(tensor(golden, "rows")));
            });
            assertClose(golden, "out/loss", value.loss(), tolerance);
            assertClose(golden, "out/share", value.topOne(), tolerance);
            JniUtils.backward((PtNDArray) value.loss(), (PtNDArray) manager.ones(new Shape(), type), false, false);
            model.parameters()
                    .forEach((name, array) -> assertClose(golden, "grad/" + name, array.getGradient(), 10 * tolerance));
            assertClose(golden, "out/h", model.encode(x, false), tolerance);
        }
    }

    private static long[] rows(HostTensor rows) {
        double[] numbers = rows.toDoubles();
        long[] whole = new long[numbers.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = (long) numbers[i];
        }
        return whole;
    }

    private static HostTensor tensor(Map<String, HostTensor> golden, String name) {
        return Objects.requireNonNull(golden.get(name), name);
    }

    private static void assertClose(Map<String, HostTensor> golden, String name, NDArray actual, double tolerance) {
        double gap = Parity.gap(tensor(golden, name), actual);
        assertTrue(gap <= tolerance, name + ": gap " + gap + ", allowed " + tolerance);
    }

    @ParameterizedTest
    @CsvSource({"15, 2.772588722239781", "1, 0.6931471805599453"})
    void equalEncodingsLoseTheLogarithmOfTheChoices(int negatives, double expected) {
        InfoNce loss = new InfoNceConfig(negatives, 5).create();
        NDArray encodings = manager.ones(new Shape(2, 8, 4), DataType.FLOAT64);
        NDArray predictions = manager.randomNormal(0, 1, new Shape(2, 5, 4 * 3), DataType.FLOAT64);
        InfoNce.Value value = loss.loss(encodings, predictions, 1, new long[16 * negatives]);
        assertEquals(expected, value.loss().getDouble(), 1e-12);
        assertEquals(expected, loss.chance(2), 1e-12);
        assertEquals(0, value.topOne().getDouble());
    }

    @Test
    void aPerfectPredictionLosesNothing() {
        InfoNce loss = new InfoNceConfig(1, 4).create();
        NDArray encodings = manager.eye(6).mul(100).reshape(1, 6, 6);
        NDArray predictions = encodings.get(new NDIndex(":, 1:5")); // position 0 … 3 predicts one step ahead
        InfoNce.Value value = loss.loss(encodings, predictions, 0, new long[6]);
        assertEquals(0, value.loss().getFloat(), 1e-6);
        assertEquals(1, value.topOne().getFloat());
    }

    @Test
    void weightsHaveThePublishedNames() {
        try (ContrastiveModel model =
                ContrastiveModel.create(config(5000, 1 / 64.0, 16), manager, DataType.FLOAT32, 1)) {
            List<String> names = List.copyOf(model.state().keySet());
            assertEquals(19, names.size());
            assertEquals("encoder.seq.layer-0.0.weight", names.get(0));
            assertEquals("encoder.autoregressor.weight_ih_l0", names.get(14));
            assertEquals("projector.predictor.weight", names.get(18));
            assertArrayEquals(
                    new long[] {16, 4},
                    model.state().get("projector.predictor.weight").getShape().getShape());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertTrue(message(() -> config(59049, 1, 64))
                .startsWith("projection_dim is 64, expected a multiple of 512 for encoder cpc"));
        assertTrue(message(() -> config(100, 1, 512)).startsWith("samples is 100, too few for encoder cpc"));
        assertTrue(message(() -> config(200, 1, 20 * 512)).contains("which predicts 20 steps of 2 in a window"));
        assertTrue(message(() -> new ModelConfig(22050, 59049, List.of(3, 3), "cpc", 1, 512, Normalize.NONE))
                .startsWith("strides is [3, 3], expected [5, 3, 2, 2, 2, 2, 2]"));
        NDArray encodings = manager.ones(new Shape(1, 4, 2));
        assertTrue(message(() -> new InfoNceConfig(1, 4)
                        .create()
                        .loss(encodings, manager.ones(new Shape(1, 4, 8)), 0, new long[4]))
                .startsWith("predicts 4 steps from 4 positions"));
    }

    private static String message(Runnable refused) {
        return Objects.requireNonNull(
                assertThrows(IllegalArgumentException.class, refused::run).getMessage());
    }
}
