package io.clmr.lab.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings that go together: an entry of a plan's list.
 *
 * @param settings values in YAML by configuration key
 * @param training what is different in the pretraining alone, such as another dataset
 * @param encoders what this entry is run with; empty = the plan's
 */
public record Variant(Map<String, String> settings, Map<String, String> training, List<String> encoders) {

    public Variant {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        training = Collections.unmodifiableMap(new LinkedHashMap<>(training));
        encoders = List.copyOf(encoders);
    }

    /** Returns an entry that is run with the plan's encoders, on the same data throughout. */
    public static Variant of(Map<String, String> settings) {
        return new Variant(settings, Map.of(), List.of());
    }
}
