package io.clmr.eval.embed;

import io.clmr.data.audio.AudioDecoder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decodes files in order on other threads, a few ahead of the one that is embedded.
 *
 * <p>The threads take files first come, first served, so the file that is waited for is always being decoded. A file that
 * was being decoded when the program crashed is decoded while no other one is, so that a second crash tells which it was.
 */
final class DecodeAhead implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DecodeAhead.class);

    private final Embedder embedder;
    private final List<Path> files;
    private final int most;
    private final ExecutorService threads;
    private final Deque<DecodedFile> ahead = new ArrayDeque<>();
    private int begun;
    private boolean alone; // whether the file begun last is a suspect

    DecodeAhead(Embedder embedder, List<Path> files, int count) {
        AudioDecoder.requireLibrary();
        this.embedder = embedder;
        this.files = files;
        most = 2 * count;
        threads = Executors.newFixedThreadPool(count, runnable -> {
            Thread thread = new Thread(runnable, "clmr-decode");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns whether there is another file; the one before must have been taken to its end. */
    boolean hasNext() {
        begin(true);
        return !ahead.isEmpty();
    }

    /** Returns the next file, whose windows may still be on their way. */
    DecodedFile next() {
        DecodedFile file = ahead.remove();
        begin(false);
        return file;
    }

    private void begin(boolean taken) {
        while (begun < files.size() && ahead.size() < most) {
            boolean suspect = AudioDecoder.isSuspect(files.get(begun));
            boolean idle = taken && ahead.isEmpty();
            if ((suspect || alone) && !idle) {
                return;
            }
            alone = suspect;
            start(files.get(begun++));
        }
    }

    private void start(Path path) {
        DecodedFile file = new DecodedFile(path);
        ahead.add(file);
        threads.execute(() -> {
            try {
                file.decode(embedder);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed: nobody waits for the rest
            }
        });
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
