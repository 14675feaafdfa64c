package io.clmr.spark;

import io.clmr.eval.embed.Attempt;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Notes in the output folder which files are being decoded, so that a file that killed two executors is passed over.
 *
 * <p>A note is an empty file named after what is decoded and the try it is; it goes when the try is over. What is left of a
 * dead executor makes its file a suspect, which is then decoded while this process decodes no other one. A file with two
 * notes left is given up. On a remote file system a note costs more than on a disk, so there only tasks that are tried
 * again take any.
 *
 * @param folder of the notes
 * @param always whether tasks that are tried for the first time take notes, too
 */
record DecodeGuard(String folder, boolean always) implements Serializable {
    private static final int TRIES = 2;

    private static final ReadWriteLock ALONE =
            new ReentrantReadWriteLock(); // all tasks of a process decode side by side

    /** Returns the guard of an output folder. */
    static DecodeGuard of(Path notes, FileSystem files) {
        return new DecodeGuard(notes.toString(), files.getScheme().equals("file"));
    }

    /**
     * Decodes a file, unless it killed executors before.
     *
     * @param identity of what is decoded, the same in every try
     * @param name for messages
     */
    Attempt attempt(String identity, String name, Supplier<Attempt> work) {
        if (!always && TaskContext.get().attemptNumber() == 0) {
            return work.get();
        }
        return noted(SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()), identity, name, work);
    }

    /** As the other, with notes in any case. */
    Attempt noted(Configuration configuration, String identity, String name, Supplier<Attempt> work) {
        try {
            FileSystem files = new Path(folder).getFileSystem(configuration);
            int before = left(files, identity);
            if (before >= TRIES) {
                return new Attempt.Failed(name + ": crashed the decoder in " + TRIES
                        + " runs and is passed over; convert it with another program");
            }
            Lock lock = before == 0 ? ALONE.readLock() : ALONE.writeLock();
            lock.lock();
            try {
                files.create(note(identity, before + 1), true).close();
                Attempt attempt = work.get();
                clear(files, identity);
                return attempt;
            } catch (RuntimeException e) { // the encoder's or the machine's fault, in good order
                clear(files, identity);
                throw e;
            } finally {
                lock.unlock();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the output folder's fault: the task fails
        }
    }

    private int left(FileSystem files, String identity) throws IOException {
        int left = 0;
        while (left < TRIES && files.exists(note(identity, left + 1))) {
            left++;
        }
        return left;
    }

    private void clear(FileSystem files, String identity) throws IOException {
        for (int number = 1; number <= TRIES; number++) {
            files.delete(note(identity, number), false);
        }
    }

    private Path note(String identity, int number) {
        byte[] hash = Weights.newDigest().digest(identity.getBytes(StandardCharsets.UTF_8));
        return new Path(folder, HexFormat.of().formatHex(hash, 0, 12) + "-" + number);
    }
}
