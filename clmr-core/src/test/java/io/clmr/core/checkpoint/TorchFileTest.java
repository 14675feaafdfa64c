package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.Parity;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchFileTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dtypes.pt", "dtypes_legacy.pt"})
    void everyTypeAndEveryKindOfViewIsRead(String name) throws IOException {
        Map<String, HostTensor> expected = Parity.npz(Parity.file("checkpoints/dtypes_expected.npz"));
        Map<String, HostTensor> read = Checkpoint.readTensors(Parity.file("checkpoints/" + name));
        assertEquals(expected.keySet(), read.keySet());
        expected.forEach((key, values) -> {
            assertArrayEquals(values.shape(), read.get(key).shape(), key);
            assertArrayEquals(values.toDoubles(), read.get(key).toDoubles(), key);
        });
        assertEquals(TensorType.BF16, read.get("bf16").type());
        assertEquals(TensorType.F16, read.get("f16").type());
        assertEquals(TensorType.BOOL, read.get("bool").type());
        assertEquals(TensorType.I16, read.get("i16").type());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lightning.ckpt",
                "lightning_dict.ckpt",
                "plain_zip.pt",
                "plain_legacy.pt",
                "first_version_keys.pt",
                "malicious_nested.ckpt"
            })
    void publishedFormsGiveThePublishedFeatures(String name) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(Parity.file("checkpoints/" + name));
        assertEquals(ModelConfig.defaults().withWidth(0.0625), checkpoint.config());
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu())) {
            ContrastiveModel wide = checkpoint.restore(manager, DataType.FLOAT64);
            ContrastiveModel narrow = checkpoint.restore(manager, DataType.FLOAT32);
            NDArray h64 = wide.encode(Parity.input(0, manager, DataType.FLOAT64), false);
            NDArray h32 = narrow.encode(Parity.input(0, manager, DataType.FLOAT32), false);
            byte[] golden64 = Files.readAllBytes(Parity.file("checkpoints/eval_features_f64.npy"));
            byte[] golden32 = Files.readAllBytes(Parity.file("checkpoints/eval_features.npy"));
            assertTrue(Parity.gap(Parity.npy(golden64), h64) < 1e-8, name);
            assertTrue(Parity.gap(Parity.npy(golden32), h32) < 2e-5, name);
        }
    }

    @Test
    void lightningFilesHoldTheProjectionHead() throws IOException {
        assertTrue(Checkpoint.open(Parity.file("checkpoints/malicious_nested.ckpt"))
                .hasProjector());
    }

    @ParameterizedTest
    @CsvSource({"finetuner.ckpt, 2", "finetuner_mlp.ckpt, 4"})
    void headsAreReadByTheirOwnNames(String name, int expected) throws IOException {
        Map<String, HostTensor> read = Checkpoint.readTensors(Parity.file("checkpoints/" + name));
        assertEquals(
                expected,
                read.keySet().stream()
                        .filter(key -> key.matches("model\\.\\d\\.(weight|bias)"))
                        .count(),
                read.keySet().toString());
    }

    @Test
    void thePublishedHeadIsReadThoughItWasSavedOnAGpu() throws IOException {
        Path file = Parity.file("README.md")
                .resolveSibling("../../real/published_head.pt")
                .normalize();
        assumeTrue(Files.exists(file), "needs ../shared/real/published_head.pt beside the checkout");
        Map<String, HostTensor> head = Checkpoint.readTensors(file);
        assertArrayEquals(new long[] {50, 512}, head.get("0.weight").shape());
        assertArrayEquals(new long[] {50}, head.get("0.bias").shape());
        double largest = 0;
        for (double value : head.get("0.weight").toDoubles()) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertTrue(largest > 0.01 && largest < 100, "largest weight " + largest);
        Exception e = assertThrows(CheckpointException.class, () -> Checkpoint.open(file));
        assertEquals(
                file + ": holds no encoder; its tensors are [0.weight, 0.bias],"
                        + " expected names like encoder.sequential.0.0.weight",
                e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "malicious.pt | entry 'x' of the state dict is a call of posix.system, expected a tensor; nothing of it was"
                        + " run",
                "malicious_legacy.pt | entry 'x' of the state dict is a call of posix.system, expected a tensor; nothing of"
                        + " it was run",
                "malicious_bare.pkl | neither a zip file nor one of torch.save before PyTorch 1.6"
            })
    void filesThatWouldRunSomethingAreRefused(String name, String reason) throws IOException {
        Path copy = Files.copy(Parity.file("checkpoints/" + name), folder.resolve(name));
        Exception e = assertThrows(CheckpointException.class, () -> Checkpoint.open(copy));
        assertEquals(copy + ": " + reason, e.getMessage());
        assertFalse(Files.exists(Path.of("PWNED")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated_zip.pt", "truncated_legacy.pt"})
    void filesCutShortAreRefused(String name) throws IOException {
        Path file = Parity.file("checkpoints/" + name);
        String message = assertThrows(CheckpointException.class, () -> Checkpoint.open(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": ") && message.contains("cut short"), message);
    }

    @Test
    void anOldFileCutShortAnywhereIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(Parity.file("checkpoints/dtypes_legacy.pt"));
        for (int length = 0; length < whole.length; length += 1 + length % 11) {
            Path cut = Files.write(folder.resolve("cut.pt"), java.util.Arrays.copyOf(whole, length));
            assertThrows(CheckpointException.class, () -> Checkpoint.readTensors(cut), "length " + length);
        }
    }

    /** Whatever a byte is turned into, the answer is a tensor or a clear refusal, and never anything else. */
    @Test
    void damagedBytesNeverEndInAnythingButARefusal() throws IOException {
        for (String name : new String[] {"dtypes.pt", "dtypes_legacy.pt"}) {
            byte[] whole = Files.readAllBytes(Parity.file("checkpoints/" + name));
            java.util.Random random = new java.util.Random(5);
            int refused = 0;
            for (int round = 0; round < 400; round++) {
                byte[] damaged = whole.clone();
                for (int change = 0; change <= round % 3; change++) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                Path file = Files.write(folder.resolve("damaged.pt"), damaged);
                try {
                    assertFalse(Checkpoint.readTensors(file).isEmpty());
                } catch (CheckpointException e) {
                    refused++;
                }
            }
            assertTrue(refused > 80, name + ": " + refused + " refused");
        }
    }
}
