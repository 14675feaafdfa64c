package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import io.clmr.core.Parity;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.loss.NtXent;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The network against PyTorch's numbers. Tolerances are those the golden vectors' notes give: DJL takes eps and
 * momentum as floats, which moves float64 statistics by 2.4e-7; in float32 four songs leave the last norms four values
 * a channel.
 */
class NetworkParityTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newBaseManager(Parity.device());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private ContrastiveModel load(String name, double width, DataType type) throws IOException {
        ContrastiveModel model = ContrastiveModel.create(ModelConfig.defaults().withWidth(width), manager, type, 1);
        Map<String, HostTensor> weights = new java.util.LinkedHashMap<>(Parity.tensors(name));
        model.state().forEach((key, array) -> {
            if (key.contains("running") || key.contains("batches")) {
                weights.putIfAbsent(key, HostTensor.of(array)); // the file holds parameters alone
            }
        });
        model.load(weights);
        return model;
    }

    private static void assertClose(
            String what, Map<String, HostTensor> golden, String name, NDArray actual, double tolerance) {
        HostTensor expected = golden.get(name);
        double gap = Parity.gap(expected, actual);
        assertTrue(gap <= tolerance, what + " " + name + ": gap " + gap + ", allowed " + tolerance);
    }

    @Test
    void evaluationAndFirstViewAsInPyTorch() throws IOException {
        ContrastiveModel model = load("tiny.safetensors", 0.0625, DataType.FLOAT64);
        Map<String, HostTensor> golden = Parity.tensors("tiny_forward.f64.safetensors");
        NDArray x = Parity.input(0, manager, DataType.FLOAT64);

        assertClose("tiny", golden, "h_eval_initial", model.encode(x, false), 1e-7);
        NDArray h = model.encode(x, true);
        assertClose("tiny", golden, "h_i", h, 1e-7);
        assertClose("tiny", golden, "z_i", model.project(h, true), 1e-7);
        assertStatistics("tiny", golden, "after_i/", model, 1e-6);
        assertEquals(
                1,
                model.state().get("encoder.sequential.3.1.num_batches_tracked").getLong());
    }

    private static void assertStatistics(
            String what, Map<String, HostTensor> golden, String prefix, ContrastiveModel model, double tolerance) {
        int compared = 0;
        for (String name : golden.keySet()) {
            if (name.startsWith(prefix)) {
                assertClose(what, golden, name, model.state().get(name.substring(prefix.length())), tolerance);
                compared++;
            }
        }
        assertEquals(22, compared);
    }

    @ParameterizedTest
    @CsvSource({
        "tiny, 0.0625, FLOAT64, f64, 1e-7, 1e-6, 1e-7",
        "tiny, 0.0625, FLOAT32, f32, 2e-4, 2e-4, 2e-2",
        "quarter, 0.25, FLOAT64, f64, 1e-7, 1e-6, 1e-7",
        "quarter, 0.25, FLOAT32, f32, 2e-4, 2e-4, 2e-2"
    })
    void twoViewsLossAndGradientsAsInPyTorch(
            String name,
            double width,
            DataType type,
            String precision,
            double forward,
            double statistics,
            double backward)
            throws IOException {
        Map<String, HostTensor> golden = Parity.tensors(name + "_forward." + precision + ".safetensors");
        Map<String, HostTensor> gradients = Parity.tensors(name + "_grads." + precision + ".safetensors");
        NDArray xI = Parity.input(0, manager, type);
        NDArray xJ = Parity.input(1, manager, type);
        for (String temperature : new String[] {"0.05", "0.1", "0.5", "1"}) {
            if (gradients.keySet().stream().noneMatch(key -> key.startsWith(temperature + "/"))) {
                continue;
            }
            ContrastiveModel model = load(name + ".safetensors", width, type);
            try (GradientCollector collector = TorchEngine.get().newGradientCollector()) {
                NDArray hI = model.encode(xI, true);
                assertStatistics(name, golden, "after_i/", model, statistics);
                NDArray hJ = model.encode(xJ, true);
                assertStatistics(name, golden, "after_j/", model, statistics);
                NDArray zI = model.project(hI, true);
                NDArray zJ = model.project(hJ, true);
                assertClose(name, golden, "h_i", hI, forward);
                assertClose(name, golden, "h_j", hJ, forward);
                assertClose(name, golden, "z_i", zI, forward);
                assertClose(name, golden, "z_j", zJ, forward);
                NDArray loss = NtXent.loss(zI, zJ, Double.parseDouble(temperature));
                assertClose(name, golden, "loss/" + temperature, loss, forward);
                collector.backward(loss);
            }
            assertGradients(name, gradients, temperature, model, backward);
            assertClose(name, golden, "h_eval", model.encode(xI, false), Math.max(forward, 1e-6));
            model.close();
        }
    }

    /** The bias of a convolution has a norm behind it: its true gradient is 0, and rounding cannot be compared. */
    private static void assertGradients(
            String what, Map<String, HostTensor> golden, String temperature, ContrastiveModel model, double tolerance) {
        model.parameters().forEach((name, array) -> {
            if (!name.matches("encoder\\.sequential\\.\\d+\\.0\\.bias")) {
                assertClose(what, golden, temperature + "/" + name, array.getGradient(), tolerance);
            }
        });
        assertEquals(
                model.parameters().size(),
                golden.keySet().stream()
                        .filter(key -> key.startsWith(temperature + "/"))
                        .count());
    }
}
