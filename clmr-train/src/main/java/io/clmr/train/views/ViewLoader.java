package io.clmr.train.views;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Has worker threads make batches of views ahead of the step that needs them.
 *
 * <p>Batches come in the order of the epochs, and what is in them does not depend on the number of workers. A track
 * that cannot be read is reported when its batch is taken, not before. One thread takes batches, one at a time.
 */
public final class ViewLoader implements AutoCloseable {

    /** One batch is being trained on, one is ready, one is being made. */
    private static final int SLOTS = 3;

    private final TrainingSet tracks;
    private final ViewSettings settings;
    private final Batching batching;
    private final long batchesPerEpoch;
    private final long firstBatch;
    private final List<BatchSlot> slots = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    // The rest is guarded by this object's lock.
    private int[] order = new int[0];
    private long orderEpoch = -1;
    private long nextItem;
    private long taken;
    private long released;
    private boolean closed;
    private long waitedNanos;

    /**
     * Starts the workers.
     *
     * @param batching the size of a batch, and who may meet in one; the rest of an epoch that fills no batch is dropped
     * @param workers number of threads, at least 1
     * @param epoch of the first batch
     * @param batchInEpoch number of the first batch in that epoch
     */
    public ViewLoader(
            TrainingSet tracks, ViewSettings settings, Batching batching, int workers, long epoch, long batchInEpoch) {
        this.tracks = tracks;
        this.settings = settings;
        this.batching = batching;
        batchesPerEpoch = tracks.batches(batching);
        firstBatch = epoch * batchesPerEpoch + batchInEpoch;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(slot(batching.size(), settings));
        }
        for (int i = 0; i < workers; i++) {
            ViewMaker maker = new ViewMaker(tracks, settings);
            Thread thread = new Thread(() -> work(maker), "clmr-views-" + i);
            thread.setDaemon(true); // a program that fails to close the loader must still be able to end
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    private static BatchSlot slot(int batchSize, ViewSettings settings) {
        try {
            return new BatchSlot(batchSize, settings.views(), settings.windowSamples());
        } catch (ArithmeticException | OutOfMemoryError e) {
            long bytes = (long) settings.views() * SLOTS * batchSize * settings.windowSamples() * Float.BYTES;
            throw new IllegalArgumentException(
                    "train.batch_size " + batchSize + " needs " + (bytes >> 20) + " MiB of buffers (" + e.getMessage()
                            + "); allow Java more with -Xmx or -XX:MaxDirectMemorySize, or use a smaller batch",
                    e);
        }
    }

    /**
     * Returns the next batch, waiting for it if need be; the one before must be closed.
     *
     * @throws ViewException if a view of this batch could not be made
     */
    public ViewBatch next() throws IOException {
        BatchSlot slot = await();
        if (slot.failure().isPresent()) {
            throw explain(slot, slot.failure().get());
        }
        List<String> keys = Arrays.stream(slot.tracks()).mapToObj(tracks::key).toList();
        return new ViewBatch(slot, keys, this::release);
    }

    private synchronized BatchSlot await() throws InterruptedIOException {
        if (closed || taken > released) {
            throw new IllegalStateException(closed ? "the loader is closed" : "the batch before is not closed");
        }
        BatchSlot slot = slots.get((int) (taken % SLOTS));
        long began = System.nanoTime();
        while (!slot.holds(taken)) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for views");
            }
        }
        waitedNanos += System.nanoTime() - began;
        taken++;
        return slot;
    }

    private IOException explain(BatchSlot slot, BatchSlot.Failure failure) {
        String key = tracks.key(slot.track(failure.item()));
        if (failure.cause() instanceof Exception e) {
            return new ViewException(key, slot.epoch(), slot.view(failure.item()), e);
        }
        throw new IllegalStateException("making a view of track " + key + " failed", failure.cause());
    }

    private synchronized void release() {
        released = taken;
        notifyAll();
    }

    /** Returns how long {@link #next} has waited, all calls together. */
    public synchronized long waitedNanos() {
        return waitedNanos;
    }

    private record Task(BatchSlot slot, int item) {}

    private void work(ViewMaker maker) {
        for (Optional<Task> task = claim(); task.isPresent(); task = claim()) {
            BatchSlot slot = task.get().slot();
            int item = task.get().item();
            try {
                slot.put(item, maker.make(slot.track(item), slot.epoch(), slot.view(item)));
                done(slot, item, Optional.empty());
            } catch (IOException | RuntimeException | Error e) {
                done(slot, item, Optional.of(e));
            }
        }
    }

    /** Returns the next view to make, waiting until there is room for it; empty if the loader is closed. */
    private synchronized Optional<Task> claim() {
        int itemsPerBatch = settings.views() * batching.size();
        while (!closed && nextItem / itemsPerBatch >= released + SLOTS) {
            try {
                wait();
            } catch (InterruptedException e) {
                return Optional.empty(); // nobody of ours interrupts; whoever does wants the thread to end
            }
        }
        if (closed) {
            return Optional.empty();
        }
        long number = nextItem / itemsPerBatch;
        int item = (int) (nextItem % itemsPerBatch);
        nextItem++;
        BatchSlot slot = slots.get((int) (number % SLOTS));
        if (item == 0) {
            begin(slot, number);
        }
        return Optional.of(new Task(slot, item));
    }

    private void begin(BatchSlot slot, long number) {
        long epoch = (firstBatch + number) / batchesPerEpoch;
        int start = Math.toIntExact((firstBatch + number) % batchesPerEpoch) * batching.size();
        if (epoch != orderEpoch) {
            order = tracks.order(settings.seed(), epoch, batching);
            orderEpoch = epoch;
        }
        slot.begin(number, epoch, Arrays.copyOfRange(order, start, start + batching.size()));
    }

    private synchronized void done(BatchSlot slot, int item, Optional<Throwable> failure) {
        if (failure.isPresent()) {
            slot.itemFailed(item, failure.get());
        } else {
            slot.itemDone();
        }
        notifyAll();
    }

    /** Stops the workers and waits until they have ended; the audio may be closed afterwards. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true; // a worker inside the audio must be waited for all the same
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
