package io.clmr.data.npy;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a float32 matrix of any size row by row. */
public final class NpyRows implements Closeable {
    private final InputStream in;
    private final String name;
    private final long rows;
    private final int columns;

    private NpyRows(InputStream in, String name, long rows, int columns) {
        this.in = in;
        this.name = name;
        this.rows = rows;
        this.columns = columns;
    }

    /** Opens a matrix and checks that the file holds all of it. */
    public static NpyRows open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            NpyHeader header = NpyHeader.read(in, file.toString());
            if (!header.descr().equals(NpyType.FLOAT32.descr())
                    || header.columnsFirst()
                    || header.shape().size() != 2) {
                throw new IOException(file + ": shape " + header.shape() + " of " + header.descr()
                        + ", expected two dimensions of <f4, row by row");
            }
            long rows = header.shape().get(0);
            long columns = header.shape().get(1);
            if (columns > Integer.MAX_VALUE / 4 || (rows > 0 && columns > Files.size(file) / 4 / rows)) {
                throw new IOException(
                        file + ": has " + Files.size(file) + " bytes, too few for shape " + header.shape() + " of <f4");
            }
            return new NpyRows(in, file.toString(), rows, (int) columns);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    public long rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Returns the next row; throws {@link EOFException} after the last. */
    public float[] next() throws IOException {
        byte[] bytes = in.readNBytes(4 * columns);
        if (bytes.length < 4 * columns) {
            throw new EOFException(name + ": no row left");
        }
        float[] row = new float[columns];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(row);
        return row;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
