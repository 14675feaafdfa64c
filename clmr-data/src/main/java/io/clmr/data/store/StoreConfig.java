package io.clmr.data.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where decoded audio is kept.
 *
 * @param path the store's folder; absent ({@code none}): windows are decoded from the compressed files each time
 */
public record StoreConfig(Optional<Path> path) {
    /** Returns the default: no store. */
    public static StoreConfig defaults() {
        return new StoreConfig(Optional.empty());
    }
}
