package io.clmr.eval.embed;

/** Hears about every file of a catalogue that is done; called on the thread that embeds. */
@FunctionalInterface
public interface CatalogueListener {
    /**
     * Tells how far the catalogue is.
     *
     * @param done files that are done, those of earlier runs included
     * @param total files of this shard
     * @param failed of the files done, those without rows
     * @param rows of the output so far
     * @param audioSeconds embedded by this run
     */
    void progress(int done, int total, int failed, long rows, double audioSeconds);

    /** Returns a listener that hears nothing. */
    static CatalogueListener none() {
        return (done, total, failed, rows, audioSeconds) -> {};
    }
}
