package io.clmr.base.files;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Writes files that are either whole and new, or as they were before.
 *
 * <p>The content goes to a file of a random name in the same folder, which is flushed to the disk and then renamed. A
 * symbolic link at the target is replaced, not followed. Nothing is left behind on failure; a kill leaves a file
 * {@code .clmr-*.tmp}.
 */
public final class WholeFile {
    private static final String PREFIX = ".clmr-";
    private static final String SUFFIX = ".tmp";
    private static final int BUFFER_BYTES = 1 << 16;
    private static final SecureRandom NAMES = new SecureRandom();

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Writes the content of a file as bytes. */
    @FunctionalInterface
    public interface Bytes {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the content of a file as UTF-8 text. */
    @FunctionalInterface
    public interface Text {
        void writeTo(Writer writer) throws IOException;
    }

    /** Has a library write a file that it opens itself. */
    @FunctionalInterface
    public interface Place {
        void writeTo(Path empty) throws IOException;
    }

    private WholeFile() {}

    /** Writes a file by its channel. */
    public static void write(Path file, Content content) throws IOException {
        writeAt(file, aside -> {
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                content.writeTo(channel);
            }
        });
    }

    /** Writes a file as a stream; the content need not flush or close it. */
    public static void writeBytes(Path file, Bytes content) throws IOException {
        write(file, channel -> {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            content.writeTo(out);
            out.flush();
        });
    }

    public static void writeBytes(Path file, byte[] content) throws IOException {
        writeBytes(file, out -> out.write(content));
    }

    /** Writes a text file; the content need not flush or close the writer. */
    public static void writeText(Path file, Text content) throws IOException {
        write(file, channel -> {
            Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8), BUFFER_BYTES);
            content.writeTo(writer);
            writer.flush();
        });
    }

    public static void writeText(Path file, CharSequence content) throws IOException {
        writeText(file, writer -> writer.append(content));
    }

    /** Writes a text file, each line with its end. */
    public static void writeLines(Path file, Iterable<? extends CharSequence> lines) throws IOException {
        writeText(file, writer -> {
            for (CharSequence line : lines) {
                writer.append(line).append('\n');
            }
        });
    }

    /** Writes a file by its path. */
    public static void writeAt(Path file, Place content) throws IOException {
        Path target = file.toAbsolutePath();
        Path aside = createUnfinished(file);
        boolean done = false;
        try {
            content.writeTo(aside);
            try (FileChannel written = FileChannel.open(aside, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                written.force(true);
            }
            move(aside, target);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(aside);
            }
        }
    }

    /**
     * Creates an empty file of a random name beside another one, for a caller that moves or deletes it.
     *
     * <p>It is no temporary file of Java's, which nobody but the owner may read afterwards either.
     */
    public static Path createUnfinished(Path beside) throws IOException {
        Path folder = beside.toAbsolutePath().resolveSibling("");
        byte[] name = new byte[8];
        NAMES.nextBytes(name);
        Path aside = folder.resolve(PREFIX + HexFormat.of().formatHex(name) + SUFFIX);
        try {
            return Files.createFile(aside);
        } catch (FileSystemException e) { // say which file was to be written, not how
            FileSystemException named = e instanceof AccessDeniedException
                    ? new AccessDeniedException(beside.toString(), null, e.getReason())
                    : e instanceof NoSuchFileException
                            ? new NoSuchFileException(folder.toString(), null, e.getReason())
                            : new FileSystemException(beside.toString(), null, e.getReason());
            named.initCause(e);
            throw named;
        }
    }

    /** Moves a flushed file or folder to another name of the same folder, in one step, and flushes the folder's list. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        flushFolder(to.toAbsolutePath().resolveSibling(""));
    }

    /** Flushes the list of a folder's files, without which a moved file may be lost with the power. */
    public static void flushFolder(Path folder) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return; // Windows opens no folders as files, and keeps their lists in its own log
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Whether a file of this name is what a killed program was writing. */
    public static boolean isUnfinished(String name) {
        return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
    }

    /** Deletes what killed programs left in a folder; for whoever holds the folder's lock. */
    public static void deleteUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }
}
