package io.clmr.eval.embed;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a catalogue is worked through.
 *
 * @param shard which part of the files is this process's
 * @param decodeThreads files that are decoded at the same time, ahead of the encoder
 * @param source where the encoder came from, for those who look for it later
 * @param base the folder that the output names paths relative to; empty = that of the output so far, else absolute paths
 * @param prune whether rows of files that are gone are dropped
 * @param startOver whether whatever lies in the places of the output is overwritten
 * @param retryCrashed whether files that crashed the decoder in earlier runs are tried again
 */
public record CatalogueOptions(
        Shard shard,
        int decodeThreads,
        Optional<EncoderSource> source,
        Optional<Path> base,
        boolean prune,
        boolean startOver,
        boolean retryCrashed) {
    public CatalogueOptions {
        if (decodeThreads < 1 || decodeThreads > 256) {
            throw new IllegalArgumentException("decode threads are " + decodeThreads + ", expected 1 to 256");
        }
    }

    /** Leaves out where the encoder came from, and keeps what is there. */
    public CatalogueOptions(Shard shard, int decodeThreads) {
        this(shard, decodeThreads, Optional.empty(), Optional.empty(), false, false, false);
    }

    /** Returns the whole catalogue, decoded by as many threads as there are processors, at most sixteen. */
    public static CatalogueOptions defaults() {
        return new CatalogueOptions(
                Shard.all(), Math.min(16, Runtime.getRuntime().availableProcessors()));
    }
}
