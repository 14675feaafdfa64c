package io.clmr.cli.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration and where its values were given.
 *
 * @param config the values
 * @param given by full key, such as {@code model.width}; a key that is not in it has its default
 */
public record LoadedConfig(ClmrConfig config, Map<String, Position> given) {
    public LoadedConfig {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }
}
