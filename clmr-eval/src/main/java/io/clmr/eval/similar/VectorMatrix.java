package io.clmr.eval.similar;

import io.clmr.data.npy.NpyRows;
import io.clmr.eval.embed.EmbedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a float32 {@code .npy} file, mapped into memory: of any size, and shared by all who read it.
 *
 * <p>Safe for use by several threads.
 */
final class VectorMatrix {

    private static final long MAX_BLOCK_BYTES = 1L << 30;

    private final int rows;
    private final int dim;
    private final int rowsPerBlock;
    private final List<FloatBuffer> blocks;

    private VectorMatrix(int rows, int dim, int rowsPerBlock, List<FloatBuffer> blocks) {
        this.rows = rows;
        this.dim = dim;
        this.rowsPerBlock = rowsPerBlock;
        this.blocks = blocks;
    }

    static VectorMatrix open(Path file) throws IOException {
        long rows;
        int dim;
        try (NpyRows head = NpyRows.open(file)) {
            rows = head.rows();
            dim = head.columns();
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new EmbedException(e.getMessage() + "; expected the whole .npy of clmr embed", e);
        }
        if (rows < 1 || rows > Integer.MAX_VALUE || dim < 1) {
            throw new EmbedException(file + ": is a matrix of " + rows + " rows of " + dim
                    + " numbers, expected at least one row and one number");
        }
        int rowsPerBlock = (int) Math.min(rows, Math.max(1, MAX_BLOCK_BYTES / (4L * dim)));
        List<FloatBuffer> blocks = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long start = channel.size() - 4L * dim * rows; // what is before the numbers is the header
            for (long row = 0; row < rows; row += rowsPerBlock) {
                long count = Math.min(rowsPerBlock, rows - row);
                ByteBuffer block = channel.map(FileChannel.MapMode.READ_ONLY, start + 4L * dim * row, 4L * dim * count);
                blocks.add(block.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
            }
        }
        return new VectorMatrix((int) rows, dim, rowsPerBlock, List.copyOf(blocks));
    }

    int rows() {
        return rows;
    }

    int dim() {
        return dim;
    }

    float[] row(int row) {
        float[] values = new float[dim];
        read(row, values);
        return values;
    }

    /** Copies a row. */
    void read(int row, float[] target) {
        blocks.get(row / rowsPerBlock).get(row % rowsPerBlock * dim, target, 0, dim);
    }

    /** Returns a vector scaled to length 1; zeros stay as they are. */
    static double[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        double[] unit = new double[vector.length];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = vector[d] * scale;
        }
        return unit;
    }
}
