package io.clmr.train.views;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * One place of the ring: the memory of a batch, and how far its making has come.
 *
 * <p>Samples are written without a lock, each view by one worker into its own part; everything else is guarded by the
 * loader's lock.
 */
final class BatchSlot {

    /** What a worker could not make, and why. */
    record Failure(int item, Throwable cause) {}

    private final int views;
    private final ByteBuffer[] bytes; // [batch, 1, samples] of float, each
    private final FloatBuffer[] floats;
    private final int windowSamples;

    private int[] tracks = new int[0];
    private long number = -1;
    private long epoch;
    private int missing;
    private Optional<Failure> failure = Optional.empty();

    BatchSlot(int batchSize, int views, int windowSamples) {
        this.views = views;
        bytes = new ByteBuffer[views];
        floats = new FloatBuffer[views];
        this.windowSamples = windowSamples;
        for (int view = 0; view < views; view++) {
            int size = Math.multiplyExact(Math.multiplyExact(batchSize, windowSamples), Float.BYTES);
            bytes[view] = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
            floats[view] = bytes[view].asFloatBuffer();
        }
    }

    void begin(long batchNumber, long batchEpoch, int[] batchTracks) {
        number = batchNumber;
        epoch = batchEpoch;
        tracks = batchTracks;
        missing = views * batchTracks.length;
        failure = Optional.empty();
    }

    /** Item views · i + k is view k of the batch's track i. */
    int track(int item) {
        return tracks[item / views];
    }

    int view(int item) {
        return item % views;
    }

    long epoch() {
        return epoch;
    }

    int[] tracks() {
        return tracks.clone();
    }

    /** Writes a view to its place; workers do so side by side. */
    void put(int item, float[] samples) {
        floats[view(item)].put(item / views * windowSamples, samples, 0, windowSamples);
    }

    void itemDone() {
        missing--;
    }

    /** Keeps the first failure in the order of items, so that what is reported does not depend on the workers. */
    void itemFailed(int item, Throwable cause) {
        if (failure.isEmpty() || item < failure.get().item()) {
            failure = Optional.of(new Failure(item, cause));
        }
        missing--;
    }

    boolean holds(long batchNumber) {
        return number == batchNumber && missing == 0;
    }

    Optional<Failure> failure() {
        return failure;
    }

    ByteBuffer bytes(int view) {
        return bytes[view].duplicate().order(ByteOrder.nativeOrder());
    }
}
