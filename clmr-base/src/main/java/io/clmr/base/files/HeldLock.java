package io.clmr.base.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Keeps two writers, in one process or in two, from writing one output.
 *
 * <p>The lock is on a file of its own. POSIX drops a process's locks on a file as soon as the process closes any
 * descriptor of that file, so a process that holds a lock never opens the file a second time. The file stays when the
 * lock is given back: a file that goes and comes again could be locked twice. While it is locked, it holds the
 * number of the process; then it is empty.
 */
public final class HeldLock implements Closeable {
    /** The lock files that this process holds, by device and number. The system does not tell its holders apart. */
    private static final Set<Object> HELD = new HashSet<>();

    /** What is locked is not the text, since Windows lets nobody read a locked part. */
    private static final long BEYOND_THE_TEXT = 1L << 40;

    private static final int MOST_TEXT_BYTES = 32;

    private final Object key;
    private final FileChannel channel;

    private HeldLock(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /**
     * Takes the lock, or says at once that somebody else has it.
     *
     * @param file the lock file; it is made if it is not there, in a folder that is there
     * @return the lock; empty if this process or another one holds it
     */
    public static Optional<HeldLock> tryLock(Path file) throws IOException {
        return tryLock(file, holder -> {});
    }

    /**
     * Takes the lock, or refuses at once.
     *
     * @param file the lock file; it is made if it is not there, in a folder that is there
     * @param refusal makes the exception from who holds the lock, such as {@code process 4711}
     */
    public static HeldLock take(Path file, Function<String, IOException> refusal) throws IOException {
        String[] heldBy = new String[1];
        Optional<HeldLock> lock = tryLock(file, holder -> heldBy[0] = holder);
        if (lock.isEmpty()) {
            throw refusal.apply(heldBy[0]);
        }
        return lock.get();
    }

    /** Takes the lock, and waits for it if somebody else has it. */
    public static HeldLock await(Path file) throws IOException {
        Object key;
        synchronized (HELD) {
            key = key(file);
            try {
                while (!HELD.add(key)) {
                    HELD.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted(file, e);
            }
        }
        try {
            return locked(file, key, true, holder -> {}).orElseThrow();
        } catch (FileLockInterruptionException | ClosedByInterruptException e) {
            throw interrupted(file, e);
        }
    }

    private static IOException interrupted(Path file, Exception cause) {
        IOException stopped = new InterruptedIOException(file + ": stopped while waiting for this lock");
        stopped.initCause(cause);
        return stopped;
    }

    /** Hears who has the lock. */
    private interface Holder {
        void is(String name);
    }

    private static Optional<HeldLock> tryLock(Path file, Holder holder) throws IOException {
        Object key;
        synchronized (HELD) {
            key = key(file);
            if (!HELD.add(
                    key)) { // known before the file is opened: closing it again would drop the first holder's lock
                holder.is(name(ProcessHandle.current().pid()));
                return Optional.empty();
            }
        }
        return locked(file, key, false, holder);
    }

    /** @param key is among the held ones, and stays there only if the lock is got */
    private static Optional<HeldLock> locked(Path file, Object key, boolean waiting, Holder holder) throws IOException {
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            try {
                locked =
                        (waiting ? channel.lock(BEYOND_THE_TEXT, 1, false) : channel.tryLock(BEYOND_THE_TEXT, 1, false))
                                != null;
                if (!locked) {
                    holder.is(text(channel));
                    return Optional.empty();
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
                return Optional.of(new HeldLock(key, channel));
            } catch (IOException | RuntimeException e) {
                locked = false; // a full disk, with the lock just taken
                throw e;
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        } finally {
            if (!locked) {
                release(key);
            }
        }
    }

    private static String name(long process) {
        return "process " + process;
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(MOST_TEXT_BYTES);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
        try {
            return name(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return "another process"; // it has just begun, or is not one of ours
        }
    }

    /** Returns what tells the file from others, whatever name it goes by. The file is there afterwards. */
    private static Object key(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException(file + ": is no file of its own, expected a lock file or nothing", e);
            }
        }
        Object number = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return number == null ? file.toRealPath() : number; // Windows numbers no files
    }

    private static void release(Object key) {
        synchronized (HELD) {
            HELD.remove(key);
            HELD.notifyAll();
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.truncate(0);
        } catch (ClosedByInterruptException e) {
            // the lock is given back, which is all that was wanted; the next holder replaces the text
        } finally {
            release(key);
        }
    }
}
