package io.clmr.data.store;

import io.clmr.data.dataset.Clip;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Decodes clips side by side and hands them over in their order, by the calling thread.
 *
 * <p>In order, so that a store's bytes depend on the dataset alone, not on which thread was faster.
 */
final class ClipDecoding {
    /** Clips decoded ahead, per thread: enough to keep all busy while one long clip is waited for. */
    private static final int AHEAD = 2;

    private final PrepareOptions options;

    ClipDecoding(PrepareOptions options) {
        this.options = options;
    }

    /** Takes a decoded clip; it is closed afterwards. */
    interface Receiver {
        void accept(DecodedTrack track) throws IOException;
    }

    /** @param spools makes the place for the samples of one clip, given a number that is unique in this run */
    void run(List<Clip> clips, IntFunction<Spool> spools, Receiver receiver) throws IOException {
        AtomicInteger number = new AtomicInteger();
        decode(clips, clip -> DecodedTrack.decode(clip, options, spools.apply(number.getAndIncrement())), receiver);
    }

    /** Decodes without keeping samples. */
    void scan(List<Clip> clips, Receiver receiver) throws IOException {
        decode(clips, clip -> DecodedTrack.decode(clip, options, null), receiver);
    }

    private interface Decoder {
        DecodedTrack decode(Clip clip) throws IOException;
    }

    private void decode(List<Clip> clips, Decoder decoder, Receiver receiver) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(options.threads(), ClipDecoding::thread);
        AtomicBoolean stopped = new AtomicBoolean();
        Deque<Future<DecodedTrack>> ahead = new ArrayDeque<>();
        try {
            Iterator<Clip> waiting = clips.iterator();
            while (waiting.hasNext() || !ahead.isEmpty()) {
                while (waiting.hasNext() && ahead.size() < options.threads() * AHEAD) {
                    Clip clip = waiting.next();
                    ahead.add(pool.submit(() -> {
                        if (stopped.get()) {
                            throw new CancellationException();
                        }
                        return decoder.decode(clip);
                    }));
                }
                try (DecodedTrack track = await(ahead.remove())) {
                    receiver.accept(track);
                }
            }
        } finally {
            stopped.set(true);
            pool.shutdown();
            discard(ahead);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "clmr-decode");
        thread.setDaemon(true);
        return thread;
    }

    private static DecodedTrack await(Future<DecodedTrack> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted; run again to go on, finished tracks are kept");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException failure) {
                throw failure;
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("decoding failed: " + cause, cause);
        }
    }

    /** Waits for the clips in work, which takes a moment, and throws them away. */
    private static void discard(Deque<Future<DecodedTrack>> ahead) throws IOException {
        boolean interrupted = Thread.interrupted();
        while (!ahead.isEmpty()) {
            try {
                ahead.element().get().close();
                ahead.remove();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                ahead.remove(); // never begun, or a second failure: the first is on its way to the caller
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
