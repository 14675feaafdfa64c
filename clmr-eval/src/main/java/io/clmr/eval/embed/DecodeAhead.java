package io.clmr.eval.embed;

import io.clmr.data.audio.AudioDecoder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes files in order on other threads, a few ahead of the one that is embedded.
 *
 * <p>The threads take files first come, first served, so the file that is waited for is always being decoded.
 */
final class DecodeAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecodeAhead.class);

    private final Embedder embedder;
    private final Iterator<Path> files;
    private final ExecutorService threads;
    private final Deque<DecodedFile> ahead = new ArrayDeque<>();

    DecodeAhead(Embedder embedder, Iterable<Path> files, int count) {
        AudioDecoder.requireLibrary();
        this.embedder = embedder;
        this.files = files.iterator();
        threads = Executors.newFixedThreadPool(count, runnable -> {
            Thread thread = new Thread(runnable, "clmr-decode");
            thread.setDaemon(true);
            return thread;
        });
        for (int n = 0; n < 2 * count; n++) {
            start();
        }
    }

    boolean hasNext() {
        return !ahead.isEmpty();
    }

    /** Returns the next file, whose windows may still be on their way. */
    DecodedFile next() {
        DecodedFile file = ahead.remove();
        start();
        return file;
    }

    private void start() {
        if (files.hasNext()) {
            DecodedFile file = new DecodedFile(files.next());
            ahead.add(file);
            threads.execute(() -> {
                try {
                    file.decode(embedder);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // closed: nobody waits for the rest
                }
            });
        }
    }

    /** Ends the threads, also those that wait for room. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.info("waiting for audio that is still being decoded");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
