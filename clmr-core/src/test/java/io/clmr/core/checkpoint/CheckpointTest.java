package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import io.clmr.core.model.Normalize;
import io.clmr.core.model.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {

    private static final ModelConfig SMALL =
            new ModelConfig(11025, 81, List.of(3, 3, 3), "sample_cnn", 0.0625, 16, Normalize.DATASET);

    @TempDir
    Path folder;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newBaseManager(Device.cpu());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private ContrastiveModel trained() {
        ContrastiveModel model = ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 4);
        model.setNormalization(new Normalization(-7.7e-5, 0.1784));
        model.encode(manager.randomUniform(-1, 1, new Shape(8, 1, 81)), true);
        return model;
    }

    private static String refusal(Path path) {
        return assertThrows(CheckpointException.class, () -> Checkpoint.open(path))
                .getMessage();
    }

    @Test
    void whatIsWrittenIsRestored() throws IOException {
        ContrastiveModel model = trained();
        Path file = folder.resolve("model.safetensors");
        Checkpoint.write(file, model);
        Checkpoint checkpoint = Checkpoint.open(file);
        assertEquals(SMALL, checkpoint.config());
        assertEquals(Optional.of(new Normalization(-7.7e-5, 0.1784)), checkpoint.normalization());
        assertEquals(
                List.copyOf(model.state().keySet()),
                List.copyOf(checkpoint.weights().keySet()));
        ContrastiveModel restored = checkpoint.restore(manager, DataType.FLOAT32);
        assertEquals(model.normalization(), restored.normalization());
        Map<String, HostTensor> snapshot = restored.snapshot();
        model.snapshot().forEach((name, values) -> {
            assertEquals(values.type(), snapshot.get(name).type());
            assertEquals(values.data(), snapshot.get(name).data(), name);
        });
    }

    @Test
    void theHeaderSaysWhatTheNetworkIs() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Checkpoint.write(file, trained());
        assertEquals(
                Map.of(
                        "format",
                        "pt",
                        "clmr.model",
                        "{\"sample_rate_hz\":11025,\"samples\":81,\"strides\":[3,3,3],\"encoder\":\"sample_cnn\","
                                + "\"width\":0.0625,\"projection_dim\":16,\"normalize\":\"dataset\"}",
                        "clmr.normalization",
                        "{\"mean\":-7.7E-5,\"std\":0.1784}"),
                Safetensors.read(file).metadata());
    }

    @Test
    void foldersLeadToTheNewestWholeCheckpoint() throws IOException {
        ContrastiveModel model = trained();
        for (String name : List.of("step-0000600", "step-0001200")) {
            Path step = Files.createDirectories(folder.resolve("checkpoints").resolve(name));
            Checkpoint.write(step.resolve("model.safetensors"), model);
        }
        Files.writeString(folder.resolve("latest"), "step-0000600\n");
        Path expected = folder.resolve("checkpoints/step-0000600/model.safetensors");
        assertEquals(expected, Checkpoint.open(folder).file());
        assertEquals(
                expected,
                Checkpoint.open(folder.resolve("checkpoints/step-0000600")).file());
    }

    @Test
    void aNewestCheckpointThatWasCutOffGivesWayToTheOneBefore() throws IOException {
        ContrastiveModel model = trained();
        for (String name : List.of("step-0000600", "step-0001200", "step-0001800", "step-0002400")) {
            Path step = Files.createDirectories(folder.resolve("checkpoints").resolve(name));
            Checkpoint.write(step.resolve("model.safetensors"), model);
        }
        Files.writeString(folder.resolve("latest"), "step-0001800\n");
        Path newest = folder.resolve("checkpoints/step-0001800/model.safetensors");
        byte[] whole = Files.readAllBytes(newest);
        Files.write(newest, Arrays.copyOf(whole, whole.length - 4));
        Files.writeString(folder.resolve("checkpoints/step-0001200/average.safetensors"), "cut off");
        assertEquals(
                folder.resolve("checkpoints/step-0000600/model.safetensors"),
                Checkpoint.open(folder).file());
        Files.delete(folder.resolve("checkpoints/step-0000600/model.safetensors"));
        assertTrue(refusal(folder).startsWith(newest + ": not a whole safetensors file: "));
    }

    @Test
    void foldersWithoutACheckpointSayWhatIsMissing() throws IOException {
        assertEquals(
                folder + "/none: no such file or folder; expected a run folder, a checkpoint folder, or a .safetensors,"
                        + " .ckpt, .pt or .pth file",
                refusal(folder.resolve("none")));
        assertEquals(
                folder + ": neither a checkpoint folder (model.safetensors) nor a run folder (latest, checkpoints/)",
                refusal(folder));
        Files.createDirectory(folder.resolve("checkpoints"));
        assertEquals(
                folder
                        + ": no file named latest, so this run has no whole checkpoint yet; name a checkpoint folder instead",
                refusal(folder));
        Path latest = Files.writeString(folder.resolve("latest"), "../../etc");
        assertEquals(latest + " says '../../etc', expected a name like step-0000600", refusal(folder));
        Files.writeString(latest, "step-0000600");
        assertEquals(
                latest + " names step-0000600, but " + folder
                        + "/checkpoints/step-0000600/model.safetensors is not there",
                refusal(folder));
        Files.write(latest, new byte[2000]);
        assertEquals(latest + " has 2000 bytes, expected a name like step-0000600", refusal(folder));
    }

    @Test
    void stepNamesHaveSevenDigitsOrMore() {
        assertEquals("step-0000600", RunLayout.checkpointName(600));
        assertEquals("step-123456789", RunLayout.checkpointName(123456789));
        assertThrows(IllegalArgumentException.class, () -> RunLayout.checkpointName(-1));
    }

    @Test
    void aConfigurationThatCannotBeUsedIsNamed() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Map<String, HostTensor> weights = trained().snapshot();
        Safetensors.write(file, weights, Map.of("clmr.model", "{\"sample_rate_hz\":0}"));
        assertTrue(refusal(file).startsWith(file + ": the configuration in the header cannot be used: "));
        String json = "{\"sample_rate_hz\":11025,\"samples\":80,\"strides\":[3,3,3],\"encoder\":\"sample_cnn\","
                + "\"width\":0.0625,\"projection_dim\":16,\"normalize\":\"dataset\"}";
        Safetensors.write(file, weights, Map.of("clmr.model", json));
        assertEquals(
                file + ": the configuration in the header cannot be used: samples is 80, which ends at length 0 after"
                        + " strides [3, 3, 3], expected length 1: use samples 81 (81 to 161 end at 1)",
                refusal(file));
    }

    @Test
    void weightsOfAnotherWidthAreNamedWithTheFile() throws IOException {
        Path file = folder.resolve("model.safetensors");
        ModelConfig half = ModelConfig.defaults().withWidth(0.5);
        ModelConfig quarter = ModelConfig.defaults().withWidth(0.25);
        Checkpoint.write(file, ContrastiveModel.create(half, manager, DataType.FLOAT32, 1));
        ContrastiveModel model = ContrastiveModel.create(quarter, manager, DataType.FLOAT32, 1);
        Checkpoint checkpoint = Checkpoint.open(file);
        Exception e = assertThrows(CheckpointException.class, () -> checkpoint.loadInto(model));
        assertEquals(
                file + ": encoder.sequential.0.0.weight is [64, 1, 3], expected [32, 1, 3],"
                        + " encoder.sequential.0.0.bias is [64], expected [32],"
                        + " encoder.sequential.0.1.weight is [64], expected [32] and 65 more:"
                        + " saved with model.width 0.5, config says 0.25; use --set model.width=0.5",
                e.getMessage());
    }

    @Test
    void anotherNormalisationIsNamed() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Checkpoint.write(file, trained());
        ContrastiveModel plain =
                ContrastiveModel.create(SMALL.withNormalize(Normalize.NONE), manager, DataType.FLOAT32, 1);
        Checkpoint checkpoint = Checkpoint.open(file);
        Exception e = assertThrows(CheckpointException.class, () -> checkpoint.loadEncoderInto(plain));
        assertEquals(
                file + ": saved with model.normalize dataset, config says none; use --set model.normalize=dataset",
                e.getMessage());
    }

    private String refusalOf(String name, int position, TensorType type, double value) throws IOException {
        Map<String, HostTensor> weights = new LinkedHashMap<>(trained().snapshot());
        HostTensor tensor = weights.get(name);
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = tensor.toDoubles();
        values[position] = value;
        for (double one : values) {
            switch (type) {
                case F64 -> bytes.putDouble(one);
                case F32 -> bytes.putFloat((float) one);
                case BF16 -> bytes.putShort((short) (Float.floatToIntBits((float) one) >>> 16));
                default -> bytes.putShort(Double.isFinite(one) ? 0x3c00 : Double.isNaN(one) ? 0x7e00 : (short) 0xfc00);
            }
        }
        weights.put(name, HostTensor.of(type, bytes.flip(), tensor.shape()));
        Path file = folder.resolve("spoiled.safetensors");
        Safetensors.write(file, weights, Map.of("clmr.model", StoredConfig.write(SMALL)));
        String message = refusal(file);
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }

    @Test
    void numbersThatAreNotFiniteAreRefusedWithTheirPlace() throws IOException {
        String weight = "encoder.sequential.2.0.weight"; // [8, 8, 3]
        String rest = ", expected finite numbers; the file is damaged, or its training diverged";
        assertEquals(weight + "[1, 0, 2] is NaN" + rest, refusalOf(weight, 26, TensorType.F32, Double.NaN));
        assertEquals(
                weight + "[7, 7, 2] is -Infinity" + rest,
                refusalOf(weight, 191, TensorType.F32, Double.NEGATIVE_INFINITY));
        assertEquals(weight + "[0, 0, 0] is NaN" + rest, refusalOf(weight, 0, TensorType.BF16, Double.NaN));
        assertEquals(
                weight + "[0, 0, 1] is -Infinity" + rest,
                refusalOf(weight, 1, TensorType.F16, Double.NEGATIVE_INFINITY));
        assertEquals(weight + "[0, 1, 0] is 1.0E300" + rest, refusalOf(weight, 3, TensorType.F64, 1e300));
        String mean = "encoder.sequential.0.1.running_mean";
        assertEquals(mean + "[7] is Infinity" + rest, refusalOf(mean, 7, TensorType.F32, Double.POSITIVE_INFINITY));
    }

    @Test
    void aNegativeVarianceIsRefused() throws IOException {
        String variance = "encoder.sequential.0.1.running_var";
        assertEquals(
                variance + "[2] is -0.5, expected a variance of 0 or more",
                refusalOf(variance, 2, TensorType.F32, -0.5));
    }

    @Test
    void anEncoderWithoutHeadIsRestored() throws IOException {
        Map<String, HostTensor> weights = new LinkedHashMap<>(trained().snapshot());
        weights.keySet().removeIf(name -> name.startsWith("projector."));
        Path file = folder.resolve("encoder.safetensors");
        Checkpoint.write(file, weights, SMALL, Optional.empty());
        ContrastiveModel restored = Checkpoint.open(file).restore(manager, DataType.FLOAT64);
        assertArrayEquals(
                weights.get("encoder.sequential.2.0.weight").toDoubles(),
                restored.snapshot().get("encoder.sequential.2.0.weight").toDoubles());
    }

    @Test
    void anEncoderAloneWithoutPrefixAndWithoutCountersIsUnderstood() throws IOException {
        Map<String, HostTensor> bare = new LinkedHashMap<>();
        ContrastiveModel model =
                ContrastiveModel.create(ModelConfig.defaults().withWidth(0.0625), manager, DataType.FLOAT32, 9);
        model.snapshot().forEach((name, values) -> {
            if (name.startsWith("encoder.") && !name.contains("batches")) {
                bare.put(name.substring("encoder.".length()), values);
            }
        });
        bare.put("fc.weight", HostTensor.of(new float[50 * 32], 50, 32));
        Map<String, HostTensor> ours = WeightNames.ours(Path.of("x.pt"), bare, "");
        model.loadEncoder(ours);
        assertEquals(77, ours.size());
    }
}
