package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.core.Parity;
import io.clmr.core.checkpoint.ImportedCheckpoint.Format;
import io.clmr.core.checkpoint.ImportedCheckpoint.Ignored;
import io.clmr.core.model.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportedCheckpointTest {

    @TempDir
    Path folder;

    private Path file(Map<String, HostTensor> tensors) throws IOException {
        Path file = folder.resolve("made.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private static Map<String, HostTensor> published() throws IOException {
        return Checkpoint.open(Parity.file("checkpoints/first_version_keys.pt")).weights();
    }

    @Test
    void namesOfTheFirstVersionAreNoticed() throws IOException {
        ImportedCheckpoint imported = ImportedCheckpoint.read(Parity.file("checkpoints/first_version_keys.pt"), "");
        assertTrue(imported.firstVersion());
        assertEquals(Format.TORCH_LEGACY, imported.format());
        assertEquals(List.of(), imported.ignored());
        assertFalse(ImportedCheckpoint.read(file(published()), "").firstVersion());
    }

    @Test
    void entriesBesideTheWeightsAreNamedAndNothingOfThemIsRun() throws IOException {
        ImportedCheckpoint imported = ImportedCheckpoint.read(Parity.file("checkpoints/malicious_nested.ckpt"), "");
        assertEquals(Format.TORCH_ZIP, imported.format());
        String reason = "beside the weights; not looked into";
        assertEquals(
                List.of(new Ignored("pytorch-lightning_version", reason), new Ignored("callbacks", reason)),
                imported.ignored().stream()
                        .filter(one -> !one.reason().equals("the same once more as model.*"))
                        .toList());
        assertFalse(Files.exists(Path.of("PWNED")), "the file ran something");
    }

    @Test
    void aSecondCopyIsTheSameOrIsSaidToDiffer() throws IOException {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        published().forEach((name, tensor) -> tensors.put("model." + name, tensor));
        String bias = "encoder.sequential.0.0.bias";
        tensors.put(bias, published().get(bias));
        tensors.put("encoder.sequential.1.0.bias", HostTensor.of(new float[8], 8));
        tensors.put("encoder.fc.bias", HostTensor.of(new float[50], 50));
        tensors.put("extra", HostTensor.of(new float[1], 1));
        assertEquals(
                List.of(
                        new Ignored(bias, "the same once more as model.*"),
                        new Ignored("encoder.sequential.1.0.bias", "differs from model.*, which was taken"),
                        new Ignored("encoder.fc.bias", "a classification layer, which features do not need"),
                        new Ignored("extra", "neither encoder nor projection head")),
                ImportedCheckpoint.read(file(tensors), "").ignored());
    }

    @Test
    void headsOfSeveralLayersAreRefusedWithTheirShapes() throws IOException {
        Map<String, HostTensor> head = new LinkedHashMap<>();
        head.put("model.0.weight", HostTensor.of(new float[32 * 32], 32, 32));
        head.put("model.0.bias", HostTensor.of(new float[32], 32));
        head.put("model.2.weight", HostTensor.of(new float[10 * 32], 10, 32));
        head.put("model.2.bias", HostTensor.of(new float[10], 10));
        Path file = file(head);
        assertEquals(
                file
                        + ": holds a head of 2 layers ([32, 32], [10, 32]), which turns features of 32 numbers into scores,"
                        + " and no encoder, which makes them; expected the encoder's file. clmr import takes a"
                        + " head over",
                assertThrows(CheckpointException.class, () -> ImportedCheckpoint.read(file, ""))
                        .getMessage());
        assertTrue(ImportedCheckpoint.isHead(file));
        head.put("encoder.sequential.0.0.weight", HostTensor.of(new float[3], 1, 1, 3));
        assertFalse(ImportedCheckpoint.isHead(file(head)));
    }
}
