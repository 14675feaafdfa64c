package io.clmr.train.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps two programs from writing into one run folder; the system releases it when a program dies. */
final class RunLock implements Closeable {

    static final String FILE = "run.lock";

    /** What is locked is not the text, since Windows lets nobody read a locked part. */
    private static final long BEYOND_THE_TEXT = 1L << 40;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a run folder.
     *
     * @throws RunFolderException if it is locked already, by another process or this one
     */
    static RunLock acquire(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock(BEYOND_THE_TEXT, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            locked = false; // this very process has it
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new RunFolderException(
                    folder,
                    "in use by process " + Files.readString(file).strip()
                            + "; wait until it ends or choose another run folder");
        }
        channel.truncate(0);
        String owner = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
        return new RunLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
