package io.clmr.eval.embed;

import io.clmr.eval.embed.JournalContent.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Notes what of an output is done; {@link JournalContent} reads it.
 *
 * <p>A line counts once its line end is there. It is written after the rows it tells are on the disk.
 */
final class Journal implements Closeable {
    private final FileChannel channel;
    private long rows;
    private long indexBytes;

    private Journal(FileChannel channel, long rows, long indexBytes) {
        this.channel = channel;
        this.rows = rows;
        this.indexBytes = indexBytes;
    }

    /**
     * Begins a journal, over a file that may be there.
     *
     * @param head its first lines, of {@link JournalContent#head}
     */
    static Journal begin(Path file, String head) throws IOException {
        Journal journal = new Journal(open(file, StandardOpenOption.CREATE), 0, 0);
        try {
            journal.channel.truncate(0);
            journal.append(head);
            return journal;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** Goes on behind what a journal says. */
    static Journal goOn(Path file, JournalContent content) throws IOException {
        Journal journal = new Journal(open(file, StandardOpenOption.WRITE), content.rows(), content.indexBytes());
        try {
            journal.channel.truncate(content.bytes());
            journal.channel.position(content.bytes());
            return journal;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private static FileChannel open(Path file, StandardOpenOption how) throws IOException {
        return FileChannel.open(file, how, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** Returns the rows of the files so far. */
    long rows() {
        return rows;
    }

    /** Returns the length of the index with the files so far. */
    long indexBytes() {
        return indexBytes;
    }

    /** Adds finished files, in the order of their rows. */
    void finish(List<Entry> files) throws IOException {
        if (files.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        files.forEach(file -> lines.append(file.line()));
        append(lines.toString());
        rows = files.get(files.size() - 1).rows();
        indexBytes = files.get(files.size() - 1).indexBytes();
    }

    void complete() throws IOException {
        append("{\"complete\":true}\n");
    }

    /** Adds lines and forces them to the disk. */
    void append(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
