package io.clmr.eval.embed;

/**
 * How a catalogue is worked through.
 *
 * @param shard which part of the files is this process's
 * @param decodeThreads files that are decoded at the same time, ahead of the encoder
 */
public record CatalogueOptions(Shard shard, int decodeThreads) {
    public CatalogueOptions {
        if (decodeThreads < 1 || decodeThreads > 256) {
            throw new IllegalArgumentException("decode threads are " + decodeThreads + ", expected 1 to 256");
        }
    }

    /** Returns the whole catalogue, decoded by as many threads as there are processors, at most sixteen. */
    public static CatalogueOptions defaults() {
        return new CatalogueOptions(
                Shard.all(), Math.min(16, Runtime.getRuntime().availableProcessors()));
    }
}
