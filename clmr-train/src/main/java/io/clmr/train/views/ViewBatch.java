package io.clmr.train.views;

import java.nio.ByteBuffer;
import java.util.List;

/** The views of a batch of tracks, in memory that is used again as soon as this is closed. */
public final class ViewBatch implements AutoCloseable {

    private final BatchSlot slot;
    private final List<String> trackKeys;
    private final Runnable release;

    ViewBatch(BatchSlot slot, List<String> trackKeys, Runnable release) {
        this.slot = slot;
        this.trackKeys = trackKeys;
        this.release = release;
    }

    /** Returns the epoch this batch belongs to, from 0. */
    public long epoch() {
        return slot.epoch();
    }

    /** Returns the keys of the tracks, in the batch's order. */
    public List<String> trackKeys() {
        return trackKeys;
    }

    /**
     * Returns all views of one number.
     *
     * @param view from 0
     * @return [batch, 1, samples], float in the machine's byte order, direct memory
     */
    public ByteBuffer view(int view) {
        return slot.bytes(view);
    }

    /** Gives the memory back; no array may use it any more. */
    @Override
    public void close() {
        release.run();
    }
}
