package io.clmr.eval.embed;

import java.util.Optional;

/**
 * How a catalogue is worked through.
 *
 * @param shard which part of the files is this process's
 * @param decodeThreads files that are decoded at the same time, ahead of the encoder
 * @param source where the encoder came from, for those who look for it later
 */
public record CatalogueOptions(Shard shard, int decodeThreads, Optional<EncoderSource> source) {
    public CatalogueOptions {
        if (decodeThreads < 1 || decodeThreads > 256) {
            throw new IllegalArgumentException("decode threads are " + decodeThreads + ", expected 1 to 256");
        }
    }

    /** Leaves out where the encoder came from. */
    public CatalogueOptions(Shard shard, int decodeThreads) {
        this(shard, decodeThreads, Optional.empty());
    }

    /** Returns the whole catalogue, decoded by as many threads as there are processors, at most sixteen. */
    public static CatalogueOptions defaults() {
        return new CatalogueOptions(
                Shard.all(), Math.min(16, Runtime.getRuntime().availableProcessors()));
    }
}
