package io.clmr.base.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two writers, in one process or in two, from writing one output.
 *
 * <p>The lock is on a file of its own, which nobody reads or deletes: POSIX drops a process's locks on a file as soon as
 * the process closes any descriptor of that file. The file stays when the lock is given back.
 */
public final class HeldLock implements Closeable {
    /** The lock files that this process holds. The system does not tell two holders in one process apart. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private HeldLock(Path key, FileChannel channel) {
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
        Path absolute = file.toAbsolutePath();
        Path key = absolute.resolveSibling(".").toRealPath().resolve(absolute.getFileName());
        if (!HELD.add(key)) { // before the file is opened: closing it again would drop the first holder's lock
            return Optional.empty();
        }
        boolean locked = false;
        try {
            FileChannel channel = FileChannel.open(
                    key, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            try {
                FileLock lock = channel.tryLock();
                locked = lock != null;
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
            return locked ? Optional.of(new HeldLock(key, channel)) : Optional.empty();
        } finally {
            if (!locked) {
                HELD.remove(key);
            }
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(key);
        }
    }
}
