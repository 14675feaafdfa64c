package io.clmr.eval.features;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a task for each of some inputs on other threads and gives the results in order, never more than a few ahead of
 * what was taken.
 */
public final class Readahead<R> implements AutoCloseable {

    /** What is done for each input. */
    @FunctionalInterface
    public interface Task<T, R> {
        R run(T input) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Readahead.class);

    private final ExecutorService threads;
    private final Iterator<Future<R>> submissions;
    private final Deque<Future<R>> pending = new ArrayDeque<>();

    /**
     * Starts the first tasks.
     *
     * @param count threads; twice as many results at most wait to be taken
     */
    public <T> Readahead(int count, Iterable<T> inputs, Task<? super T, R> task) {
        threads = Executors.newFixedThreadPool(count, runnable -> {
            Thread thread = new Thread(runnable, "clmr-read");
            thread.setDaemon(true);
            return thread;
        });
        Iterator<T> rest = inputs.iterator();
        submissions = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public Future<R> next() {
                T input = rest.next();
                return threads.submit(() -> task.run(input));
            }
        };
        while (pending.size() < 2 * count && submissions.hasNext()) {
            pending.add(submissions.next());
        }
    }

    /**
     * Returns the next result, or throws what its task threw.
     *
     * @throws java.util.NoSuchElementException after the last
     */
    public R next() throws IOException {
        Future<R> future = pending.remove();
        if (submissions.hasNext()) {
            pending.add(submissions.next());
        }
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stopped = new InterruptedIOException("stopped while reading audio");
            stopped.initCause(e);
            throw stopped;
        } catch (ExecutionException e) {
            throw unwrap(e);
        }
    }

    private static IOException unwrap(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException io) {
            return io;
        }
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException("reading failed", e);
    }

    /** Waits for the tasks that are running and drops the others. */
    @Override
    public void close() {
        pending.forEach(future -> future.cancel(false)); // an interrupt could close files that others use
        threads.shutdown();
        boolean interrupted = Thread.interrupted();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.info("waiting for audio that is still being read");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
