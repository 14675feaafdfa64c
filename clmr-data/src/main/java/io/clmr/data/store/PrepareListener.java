package io.clmr.data.store;

/** Hears about progress: after every track, from one thread at a time. */
@FunctionalInterface
public interface PrepareListener {
    /** Takes what will be done, once, before the first track; not called if there is nothing to do. */
    default void planned(PreparePlan plan) {}

    /** Takes the state after one more track. */
    void progressed(PrepareProgress progress);

    /** Returns a listener that ignores everything. */
    static PrepareListener none() {
        return progress -> {};
    }
}
