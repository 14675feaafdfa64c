package io.clmr.eval.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.model.ModelConfig;
import io.clmr.eval.probe.SavedHead;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must be known to use a model besides its graph, as text by name. */
final class ModelMetadata {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelMetadata() {}

    static Map<String, String> of(Checkpoint checkpoint, Optional<SavedHead> head) {
        ModelConfig config = checkpoint.config();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("clmr.encoder", config.encoder());
        metadata.put("clmr.width", Double.toString(config.width()));
        metadata.put("clmr.sample_rate_hz", Integer.toString(config.sampleRateHz()));
        metadata.put("clmr.samples", Integer.toString(config.samples()));
        metadata.put("clmr.strides", config.strides().toString());
        head.ifPresent(values -> {
            metadata.put("clmr.tags", json(values.tags()));
            metadata.put("clmr.activation", values.description().activation());
            metadata.put("clmr.average", values.description().average());
        });
        return metadata;
    }

    private static String json(List<String> names) {
        try {
            return JSON.writeValueAsString(names);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of names cannot be written as JSON", e);
        }
    }
}
