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

    /** Returns the whole catalogue, decoded by half of the processors, at least one and at most eight. */
    public static CatalogueOptions defaults() {
        int half = Runtime.getRuntime().availableProcessors() / 2;
        return new CatalogueOptions(Shard.all(), Math.max(1, Math.min(8, half)));
    }
}
