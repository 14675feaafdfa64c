package io.clmr.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clmr.base.files.PrintableText;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The configuration in a safetensors header: JSON with the keys of the configuration file. */
final class StoredConfig {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private static final int MAX_QUOTED = 300;
    private static final String UNUSABLE = ": the configuration in the header cannot be used: ";

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
        try {
            return Optional.ofNullable(JSON.readValue(json, type))
                    .orElseThrow(() -> new CheckpointException(file + UNUSABLE + "it is null"));
        } catch (JsonProcessingException e) {
            String reason = e.getCause() instanceof IllegalArgumentException refused // by a record
                    ? String.valueOf(refused.getMessage())
                    : e.getOriginalMessage();
            throw new CheckpointException(file + UNUSABLE + PrintableText.of(reason, MAX_QUOTED), e);
        }
    }
}
