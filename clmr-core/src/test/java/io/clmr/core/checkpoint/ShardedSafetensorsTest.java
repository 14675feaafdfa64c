package io.clmr.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.core.Parity;
import io.clmr.core.model.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedSafetensorsTest {

    private static final List<String> SHARDS =
            List.of("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");

    @TempDir
    Path folder;

    private Map<String, HostTensor> whole;
    private final Map<String, String> map = new LinkedHashMap<>();

    @BeforeEach
    void split() throws IOException {
        whole = Safetensors.read(Parity.file("tiny.safetensors")).tensors();
        Map<String, HostTensor> first = new LinkedHashMap<>();
        Map<String, HostTensor> second = new LinkedHashMap<>();
        whole.forEach((name, tensor) -> (first.size() < 20 ? first : second).put(name, tensor));
        Safetensors.write(folder.resolve(SHARDS.get(0)), first, Map.of("format", "pt"));
        Safetensors.write(folder.resolve(SHARDS.get(1)), second, Map.of("format", "pt"));
        first.keySet().forEach(name -> map.put(name, SHARDS.get(0)));
        second.keySet().forEach(name -> map.put(name, SHARDS.get(1)));
    }

    private Path index() throws IOException {
        String entries = map.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":\"" + entry.getValue() + "\"")
                .collect(Collectors.joining(","));
        return Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                "{\"metadata\":{\"total_size\":1},\"weight_map\":{" + entries + "}}");
    }

    private String refusal() throws IOException {
        Path index = index();
        String message = assertThrows(CheckpointException.class, () -> Checkpoint.open(index))
                .getMessage();
        assertTrue(message.startsWith(index + ": "), message);
        return message.substring(index.toString().length() + 2);
    }

    @Test
    void severalFilesAreOneByTheIndexOrItsFolder() throws IOException {
        Path index = index();
        Checkpoint one = Checkpoint.open(Parity.file("tiny.safetensors"));
        for (Path place : List.of(index, folder)) {
            Checkpoint read = Checkpoint.open(place);
            assertEquals(index, read.file());
            assertEquals(one.config(), read.config());
            assertEquals(one.weights().keySet(), read.weights().keySet());
            one.weights()
                    .forEach((name, tensor) ->
                            assertEquals(tensor.data(), read.weights().get(name).data(), name));
        }
        assertEquals(
                one.config(), ImportedCheckpoint.read(index, "").checkpoint().config());
    }

    @Test
    void aFileElsewhereIsNotLookedAt() throws IOException {
        String first = map.keySet().iterator().next();
        for (String shard : List.of("../x.safetensors", "/etc/x.safetensors", "a/b.safetensors", "..", "x.pt", "")) {
            map.put(first, shard);
            assertEquals(
                    "says that " + first + " is in '" + shard + "', expected the name of a .safetensors file beside it",
                    refusal());
        }
    }

    @Test
    void missingFilesAndTensorsAreNamed() throws IOException {
        map.put("more", SHARDS.get(0));
        assertEquals("says that more is in " + SHARDS.get(0) + ", which does not hold it", refusal());
        map.put("more", "model-00003.safetensors");
        assertEquals("names model-00003.safetensors, which is not beside it", refusal());
    }

    @Test
    void aTensorInAnotherFileOrTwiceIsRefused() throws IOException {
        String first = map.keySet().iterator().next();
        map.put(first, SHARDS.get(1));
        assertEquals(
                "says that " + first + " is in " + SHARDS.get(1) + ", but " + SHARDS.get(0) + " holds it", refusal());
        map.remove(first);
        assertEquals(SHARDS.get(0) + " holds " + first + ", which it does not name", refusal());
    }

    @Test
    void anIndexThatIsNoneIsRefused() throws IOException {
        Path index = index();
        for (String bad : List.of(
                "{}",
                "null",
                "[]",
                "{\"weight_map\":{}}",
                "{\"weight_map\":[\"a\"]}",
                "{\"weight_map\":{\"a\":3}}",
                "{\"weight_map\":{\"a\":\"a.safetensors\",\"a\":\"b.safetensors\"}}",
                "{\"weight_map\":")) {
            Files.writeString(index, bad);
            assertThrows(CheckpointException.class, () -> Checkpoint.open(folder), bad);
        }
    }
}
