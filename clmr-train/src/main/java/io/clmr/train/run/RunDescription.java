package io.clmr.train.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run folder tells about the run, and what resuming compares.
 *
 * @param configYaml the whole resolved configuration, as {@code config.yaml} will hold it
 * @param configValues the same flattened, {@code train.batch_size} to {@code 96}; how a value is spelled must not
 *     depend on the machine
 * @param command the command line
 * @param version of this program
 * @param seed of the run
 * @param dataFingerprint a hash over the training tracks
 */
public record RunDescription(
        String configYaml,
        Map<String, String> configValues,
        List<String> command,
        String version,
        long seed,
        String dataFingerprint) {

    public RunDescription {
        configValues = Map.copyOf(configValues);
        command = List.copyOf(command);
    }

    /** Returns the flattened configuration by key, sorted. */
    Map<String, String> sortedValues() {
        return new TreeMap<>(configValues);
    }
}
