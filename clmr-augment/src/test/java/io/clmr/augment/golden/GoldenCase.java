package io.clmr.augment.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** One entry of the manifest: a transform with fixed parameters, its input and what must come out. */
public record GoldenCase(Path folder, JsonNode node) {

    public String name() {
        return node.get("name").asText();
    }

    public String transform() {
        return node.get("transform").asText();
    }

    public int sampleRateHz() {
        return node.get("sample_rate").asInt();
    }

    public double tolerance() {
        return node.get("tolerance_max_abs").asDouble();
    }

    public boolean has(String key) {
        return node.has(key);
    }

    public Npy array(String key) {
        return Npy.read(folder.resolve(node.get(key).asText()));
    }

    public float[] input() {
        float[] all = array("input").floats();
        JsonNode slice = node.get("input_slice");
        return slice == null
                ? all
                : Arrays.copyOfRange(all, slice.get(0).asInt(), slice.get(1).asInt());
    }

    public float[] output() {
        return array("output").floats();
    }

    public double param(String key) {
        return node.get("params").get(key).asDouble();
    }

    /** Returns the steps of a chain, each a case without input and output of its own. */
    public List<GoldenCase> stages() {
        return StreamSupport.stream(node.get("stages").spliterator(), false)
                .map(stage -> new GoldenCase(folder, stage))
                .toList();
    }

    /** Returns the name of our operation that does this. */
    public String operation() {
        return switch (transform()) {
            case "lowpass" -> "low_pass";
            case "highpass" -> "high_pass";
            default -> transform();
        };
    }

    /** Returns those parameters that our operation takes, under its names. */
    public Map<String, Double> arguments() {
        JsonNode params = node.has("params") ? node.get("params") : node;
        Map<String, String> names = new LinkedHashMap<>();
        List.of("gain_db", "cutoff_hz", "delay_ms", "cents", "reverberance", "room_scale")
                .forEach(name -> names.put(name, name));
        names.put("hf_damping", "damping");
        names.put("volume_factor", "volume");
        Map<String, Double> arguments = new LinkedHashMap<>();
        names.forEach((theirs, ours) -> {
            if (params.has(theirs)) {
                arguments.put(ours, params.get(theirs).asDouble());
            }
        });
        return arguments;
    }

    @Override
    public String toString() {
        return name();
    }
}
