package io.clmr.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import java.nio.file.Path;
import java.util.Locale;

/** The configuration in a safetensors header: JSON with the keys of the configuration file. */
final class StoredConfig {

    private static final ObjectMapper JSON = JsonFile.strict()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StoredConfig() {}

    static String write(ModelConfig config) throws JsonProcessingException {
        ObjectNode keys = JSON.valueToTree(config);
        keys.put("normalize", config.normalize().name().toLowerCase(Locale.ROOT));
        return JSON.writeValueAsString(keys);
    }

    static String write(Normalization normalization) throws JsonProcessingException {
        return JSON.writeValueAsString(normalization);
    }

    static ModelConfig readModel(Path file, String json) throws CheckpointException {
        return read(file, json, ModelConfig.class);
    }

    static Normalization readNormalization(Path file, String json) throws CheckpointException {
        return read(file, json, Normalization.class);
    }

    private static <T> T read(Path file, String json, Class<T> type) throws CheckpointException {
        return JsonFile.parse(file + ": the configuration in the header", json, JSON, type);
    }
}
