package io.clmr.eval.embed;

import java.util.OptionalLong;

/**
 * Where an encoder came from, kept in the journal of an output so that it can be found again.
 *
 * @param checkpoint an absolute path, or {@code random}
 * @param seed of an encoder without weights
 */
public record EncoderSource(String checkpoint, OptionalLong seed) {
    public EncoderSource {
        if (checkpoint.isBlank()) {
            throw new IllegalArgumentException("checkpoint is empty, expected a path, or random");
        }
    }
}
