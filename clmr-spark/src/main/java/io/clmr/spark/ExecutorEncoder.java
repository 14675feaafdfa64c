package io.clmr.spark;

import io.clmr.eval.embed.Attempt;
import io.clmr.eval.embed.Embedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.spark.SparkFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one encoder of a process, which all tasks that run in it share; opened by the first that needs it. */
final class ExecutorEncoder {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorEncoder.class);
    private static final int CLOSE_SECONDS = 10;

    // Static, because Spark gives a task nothing else that lives as long as its executor.
    private static final ConcurrentMap<EncoderSpec, ExecutorEncoder> ALL = new ConcurrentHashMap<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ExecutorEncoder::closeAll, "clmr-close"));
    }

    private final EncoderSpec spec;
    private final ReadWriteLock lock = new ReentrantReadWriteLock(); // held for reading by whoever computes
    private Optional<Embedder> embedder = Optional.empty();

    private ExecutorEncoder(EncoderSpec spec) {
        this.spec = spec;
    }

    /** Returns this process's encoder of that kind, not opened yet if this is the first call. */
    static ExecutorEncoder of(EncoderSpec spec) {
        return ALL.computeIfAbsent(spec, ExecutorEncoder::new);
    }

    /** Closes what is open here; a file that is being embedded is waited for, but not for long. */
    static void closeAll() {
        for (ExecutorEncoder encoder : ALL.values()) {
            encoder.close();
        }
        ALL.clear();
    }

    /**
     * Opens the encoder unless it is open.
     *
     * @return whether this call opened it
     */
    synchronized boolean open() {
        if (embedder.isPresent()) {
            return false;
        }
        try {
            embedder = Optional.of(
                    Embedder.openForManyCallers(Path.of(SparkFiles.get(spec.weightsFile())), spec.config()));
            LOG.info("opened the encoder {}", spec);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not the fault of any audio file: the task fails
        }
    }

    Attempt attempt(Path audio) {
        lock.readLock().lock();
        try {
            return current().attempt(audio);
        } finally {
            lock.readLock().unlock();
        }
    }

    private synchronized Embedder current() {
        return embedder.orElseThrow(() -> new IllegalStateException("the encoder is not open, or closed already"));
    }

    private void close() {
        try {
            if (!lock.writeLock().tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                return; // native code would crash the process if its memory were taken away; the process ends anyway
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            synchronized (this) {
                embedder.ifPresent(Embedder::close);
                embedder = Optional.empty();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
