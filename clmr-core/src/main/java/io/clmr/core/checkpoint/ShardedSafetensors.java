package io.clmr.core.checkpoint;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clmr.base.files.PrintableText;
import io.clmr.core.model.HostTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Weights in several safetensors files beside an index that says which tensor is in which. */
final class ShardedSafetensors {

    private static final String INDEX_ENDING = ".safetensors.index.json";
    private static final String WEIGHT_MAP = "weight_map";
    private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,200}\\.safetensors");
    private static final int MAX_SHARDS = 1000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ShardedSafetensors() {}

    static boolean isIndex(Path file) {
        return file.toString().endsWith(INDEX_ENDING);
    }

    /**
     * Reads all files of an index, which must lie beside it.
     *
     * @return the tensors the index names, and the metadata of the files
     * @throws CheckpointException if a file or tensor is missing, is there twice, or is to be found elsewhere
     */
    static Safetensors.Content read(Path index) throws IOException {
        Map<String, String> shards = shards(index);
        Map<String, HostTensor> found = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String shard : shardNames(index, shards)) {
            Safetensors.Content content = Safetensors.read(index.resolveSibling(shard));
            content.metadata().forEach(metadata::putIfAbsent);
            for (Map.Entry<String, HostTensor> tensor : content.tensors().entrySet()) {
                String name = PrintableText.name(tensor.getKey());
                String expected = shards.get(tensor.getKey());
                if (expected == null) {
                    throw new CheckpointException(index + ": " + shard + " holds " + name + ", which it does not name");
                }
                if (!expected.equals(shard)) {
                    throw new CheckpointException(
                            index + ": says that " + name + " is in " + expected + ", but " + shard + " holds it");
                }
                found.put(tensor.getKey(), tensor.getValue());
            }
        }
        Map<String, HostTensor> inOrder = new LinkedHashMap<>();
        for (String name : shards.keySet()) {
            HostTensor tensor = found.get(name);
            if (tensor == null) {
                throw new CheckpointException(index + ": says that " + PrintableText.name(name) + " is in "
                        + shards.get(name) + ", which does not hold it");
            }
            inOrder.put(name, tensor);
        }
        return new Safetensors.Content(Collections.unmodifiableMap(inOrder), metadata);
    }

    /** Returns the file of each tensor. */
    private static Map<String, String> shards(Path index) throws IOException {
        JsonNode map = JsonFile.read(index, JSON, JsonNode.class).path(WEIGHT_MAP);
        if (!map.isObject() || map.isEmpty()) {
            throw new CheckpointException(
                    index + ": has no " + WEIGHT_MAP + ", expected the file of every tensor by its name");
        }
        Map<String, String> shards = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String shard = entry.getValue().asText();
            if (!entry.getValue().isTextual() || !SHARD.matcher(shard).matches()) {
                throw new CheckpointException(index + ": says that " + PrintableText.name(entry.getKey()) + " is in '"
                        + PrintableText.name(shard) + "', expected the name of a .safetensors file beside it");
            }
            shards.put(entry.getKey(), shard);
        }
        return shards;
    }

    private static Set<String> shardNames(Path index, Map<String, String> shards) throws CheckpointException {
        Set<String> names = new TreeSet<>(shards.values());
        if (names.size() > MAX_SHARDS) {
            throw new CheckpointException(
                    index + ": names " + names.size() + " files, at most " + MAX_SHARDS + " are read");
        }
        for (String name : names) {
            if (!Files.isRegularFile(index.resolveSibling(name))) {
                throw new CheckpointException(index + ": names " + name + ", which is not beside it");
            }
        }
        return names;
    }
}
