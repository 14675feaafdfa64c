package io.clmr.data.npy;

import io.clmr.base.files.WholeFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes whole arrays. What is written appears under its name at once or not at all. */
public final class NpyFile {
    private static final int CHUNK_ELEMENTS = 1 << 16;

    private NpyFile() {}

    /** Reads a file. */
    public static NpyArray read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, file.toString(), Files.size(file));
        }
    }

    /**
     * Reads an array from a stream.
     *
     * @param name for messages
     * @param size of the whole in bytes; a header that claims more is refused before memory is taken
     */
    public static NpyArray read(InputStream in, String name, long size) throws IOException {
        NpyHeader header = NpyHeader.read(in, name);
        NpyType type = header.type(name);
        int elements = header.elements(name);
        header.checkSize(size, type.bytes(), name);
        if (header.columnsFirst() && header.shape().size() > 2) {
            throw new IOException(name + ": the array has more than two dimensions and is in Fortran order"
                    + "; save numpy.ascontiguousarray(array) instead");
        }
        double[] values = new double[elements];
        for (int done = 0; done < elements; ) {
            int count = Math.min(CHUNK_ELEMENTS, elements - done);
            byte[] bytes = in.readNBytes(count * type.bytes());
            if (bytes.length < count * type.bytes()) {
                throw new IOException(name + ": ends after " + done + " of " + elements + " elements");
            }
            ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int n = 0; n < count; n++) {
                values[done + n] = type.get(data);
            }
            done += count;
        }
        List<Integer> shape = header.shape().stream().map(Math::toIntExact).toList();
        return new NpyArray(shape, header.columnsFirst() && shape.size() == 2 ? rowsFirst(values, shape) : values);
    }

    private static double[] rowsFirst(double[] columnsFirst, List<Integer> shape) {
        int rows = shape.get(0);
        int columns = shape.get(1);
        double[] values = new double[columnsFirst.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                values[row * columns + column] = columnsFirst[column * rows + row];
            }
        }
        return values;
    }

    /** Writes a float32 vector. */
    public static void write(Path file, float[] vector) throws IOException {
        replace(file, NpyHeader.encode(NpyType.FLOAT32, vector.length), List.<float[]>of(vector), NpyFile::bytes);
    }

    /** Writes a float32 matrix; at least one row, all of one length. */
    public static void write(Path file, float[][] matrix) throws IOException {
        byte[] header = NpyHeader.encode(NpyType.FLOAT32, matrix.length, columns(matrix[0].length, matrix));
        replace(file, header, List.of(matrix), NpyFile::bytes);
    }

    /** Writes a matrix of zeros and ones as uint8; at least one row, all of one length. */
    public static void write(Path file, boolean[][] matrix) throws IOException {
        for (boolean[] row : matrix) {
            if (row.length != matrix[0].length) {
                throw new IllegalArgumentException("rows of " + matrix[0].length + " and " + row.length + " columns");
            }
        }
        byte[] header = NpyHeader.encode(NpyType.UINT8, matrix.length, matrix[0].length);
        replace(file, header, List.of(matrix), row -> {
            byte[] bytes = new byte[row.length];
            for (int n = 0; n < row.length; n++) {
                bytes[n] = (byte) (row[n] ? 1 : 0);
            }
            return ByteBuffer.wrap(bytes);
        });
    }

    /** Writes a matrix of counts as uint8; at least one row, all of one length. */
    public static void write(Path file, byte[][] counts) throws IOException {
        byte[] header = NpyHeader.encode(NpyType.UINT8, counts.length, counts[0].length);
        replace(file, header, List.of(counts), ByteBuffer::wrap);
    }

    static ByteBuffer bytes(float[] row) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * row.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(row);
        return bytes;
    }

    static int columns(int expected, float[][] matrix) {
        for (float[] row : matrix) {
            if (row.length != expected) {
                throw new IllegalArgumentException("a row has " + row.length + " columns, expected " + expected);
            }
        }
        return expected;
    }

    private interface RowEncoder<R> {
        ByteBuffer encode(R row);
    }

    private static <R> void replace(Path file, byte[] header, List<R> rows, RowEncoder<R> encoder) throws IOException {
        WholeFile.writeBytes(file, out -> {
            out.write(header);
            for (R row : rows) {
                out.write(encoder.encode(row).array());
            }
        });
    }
}
