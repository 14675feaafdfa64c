package io.clmr.data.npy;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A float32 matrix that grows by rows and can be read by NumPy at any moment, also after a kill.
 *
 * <p>The header has room for any number of rows and is written last, by {@link #commit()}: what lies behind the rows it
 * tells is invisible to a reader and is cut off when the file is opened again.
 */
public final class NpyAppender implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final int columns;
    private final ByteBuffer pending;
    private long rows;

    private NpyAppender(FileChannel channel, int columns, long rows) {
        this.channel = channel;
        this.columns = columns;
        this.rows = rows;
        pending = ByteBuffer.allocate(Math.max(BUFFER_BYTES, 4 * columns));
    }

    /** Creates an empty matrix, over a file that may be there. */
    public static NpyAppender create(Path file, int columns) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        NpyAppender appender = new NpyAppender(channel, columns, 0);
        appender.commit();
        return appender;
    }

    /**
     * Opens a matrix to go on behind its first rows.
     *
     * @param rows that are kept; the others are cut off
     */
    public static NpyAppender reopen(Path file, int columns, long rows) throws IOException {
        NpyHeader header;
        try (InputStream in = Files.newInputStream(file)) {
            header = NpyHeader.read(in, file.toString());
        }
        List<Long> shape = header.shape();
        if (!header.descr().equals(NpyType.FLOAT32.descr())
                || header.columnsFirst()
                || header.headerBytes() != NpyHeader.FIXED_BYTES
                || shape.size() != 2
                || shape.get(1) != columns) {
            throw new IOException(file + ": has shape " + shape + " of " + header.descr() + ", expected a matrix of "
                    + columns + " columns that was written here");
        }
        long end = NpyHeader.FIXED_BYTES + 4L * columns * rows;
        if (Files.size(file) < end) {
            throw new IOException(file + ": has " + Files.size(file) + " bytes, expected at least " + end + " for its "
                    + rows + " rows; delete it to start over");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.truncate(end);
        channel.position(end);
        NpyAppender appender = new NpyAppender(channel, columns, rows);
        appender.commit();
        return appender;
    }

    /** Appends rows; a reader sees them after the next {@link #commit()}. */
    public void append(float[][] matrix) throws IOException {
        NpyFile.columns(columns, matrix);
        for (float[] row : matrix) {
            ByteBuffer bytes = NpyFile.bytes(row);
            if (pending.remaining() < bytes.remaining()) {
                flush();
            }
            pending.put(bytes);
        }
        rows += matrix.length;
    }

    /** Returns the rows appended so far. */
    public long rows() {
        return rows;
    }

    /** Makes all rows durable and then visible. */
    public void commit() throws IOException {
        if (channel.size() == 0) {
            writeHeader();
            channel.position(NpyHeader.FIXED_BYTES);
        }
        flush();
        channel.force(false);
        writeHeader();
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        try {
            commit();
        } finally {
            channel.close();
        }
    }

    private void writeHeader() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(NpyHeader.encode(NpyType.FLOAT32, rows, columns));
        while (header.hasRemaining()) {
            channel.write(header, header.position());
        }
    }

    private void flush() throws IOException {
        pending.flip();
        while (pending.hasRemaining()) {
            channel.write(pending);
        }
        pending.clear();
    }
}
