package io.clmr.data.store;

import io.clmr.data.audio.AudioDecoder;
import io.clmr.data.dataset.Clip;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decodes clips side by side and hands them over in their order, by the calling thread.
 *
 * <p>In order, so that a store's bytes depend on the dataset alone, not on which thread was faster. A file that was in
 * work when the program crashed is decoded while no other one is, so that a second crash tells which it was.
 */
final class ClipDecoding {
    /** Clips decoded ahead, per thread: enough to keep all busy while one long clip is waited for. */
    private static final int AHEAD = 2;

    private final int threads;

    /** @param threads clips decoded at the same time */
    ClipDecoding(int threads) {
        this.threads = threads;
    }

    /** Decodes one clip, on one of the threads. */
    interface Decoder<T> {
        T decode(Clip clip) throws IOException;
    }

    /** Takes a decoded clip; it is closed afterwards. */
    interface Receiver<T> {
        void accept(T decoded) throws IOException;
    }

    <T extends Closeable> void run(List<Clip> clips, Decoder<T> decoder, Receiver<? super T> receiver)
            throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads, ClipDecoding::thread);
        AtomicBoolean stopped = new AtomicBoolean();
        Deque<Future<T>> ahead = new ArrayDeque<>();
        try {
            int begun = 0;
            boolean alone = false; // whether the clip begun last is a suspect
            while (begun < clips.size() || !ahead.isEmpty()) {
                while (begun < clips.size() && ahead.size() < threads * AHEAD) {
                    Clip clip = clips.get(begun);
                    boolean suspect = AudioDecoder.isSuspect(clip.path());
                    if (!ahead.isEmpty() && (alone || suspect)) {
                        break;
                    }
                    alone = suspect;
                    begun++;
                    ahead.add(pool.submit(() -> {
                        if (stopped.get()) {
                            throw new CancellationException();
                        }
                        return decoder.decode(clip);
                    }));
                }
                try (T decoded = await(ahead.remove())) {
                    receiver.accept(decoded);
                }
            }
        } finally {
            stopped.set(true);
            end(pool);
            discard(ahead);
        }
    }

    /** Interrupts what is being decoded, which is for nobody now, and cancels what was not begun, so that none waits for it. */
    private static void end(ExecutorService pool) {
        for (Runnable waiting : pool.shutdownNow()) {
            if (waiting instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "clmr-decode");
        thread.setDaemon(true);
        return thread;
    }

    private static <T> T await(Future<T> future) throws IOException {
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
    private static <T extends Closeable> void discard(Deque<Future<T>> ahead) throws IOException {
        boolean interrupted = Thread.interrupted();
        while (!ahead.isEmpty()) {
            try {
                ahead.element().get().close();
                ahead.remove();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | CancellationException e) {
                ahead.remove(); // never begun, or a second failure: the first is on its way to the caller
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
