package io.clmr.eval.probe;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Products of small matrices kept as arrays of rows.
 *
 * <p>The innermost loops run along rows with one index for all arrays, which the compiler turns into vector
 * instructions. Each row of a result is summed in the same order however many threads there are, so the bits do not
 * depend on them.
 */
final class Products {
    private static final long WORTH_A_THREAD = 1 << 19; // multiplications

    private Products() {}

    /**
     * Adds a product: c[i][j] += Σ a[i][k] b[k][j].
     *
     * @param c [m][≥ columns]
     * @param a [m][terms]
     * @param b [terms][≥ columns]
     */
    static void add(float[][] c, float[][] a, float[][] b, int terms, int columns) {
        int blocks = blocks((long) c.length * terms * columns, c.length);
        if (blocks == 1) {
            rows(c, a, b, terms, columns, 0, c.length);
            return;
        }
        IntStream.range(0, blocks)
                .parallel()
                .forEach(block -> rows(
                        c, a, b, terms, columns, from(block, blocks, c.length), from(block + 1, blocks, c.length)));
    }

    private static int blocks(long work, int rows) {
        long most = Math.min(Runtime.getRuntime().availableProcessors(), Math.max(1, rows / 2));
        return (int) Math.max(1, Math.min(most, work / WORTH_A_THREAD));
    }

    private static int from(int block, int blocks, int rows) {
        return (int) ((long) rows * block / blocks);
    }

    private static void rows(float[][] c, float[][] a, float[][] b, int terms, int columns, int from, int to) {
        int i = from;
        for (; i + 1 < to; i += 2) {
            int k = 0;
            for (; k + 3 < terms; k += 4) {
                addFourToTwo(c[i], c[i + 1], a[i], a[i + 1], k, b[k], b[k + 1], b[k + 2], b[k + 3], columns);
            }
            for (; k < terms; k++) {
                addOne(c[i], a[i][k], b[k], columns);
                addOne(c[i + 1], a[i + 1][k], b[k], columns);
            }
        }
        for (; i < to; i++) {
            int k = 0;
            for (; k + 3 < terms; k += 4) {
                addFour(c[i], a[i], k, b[k], b[k + 1], b[k + 2], b[k + 3], columns);
            }
            for (; k < terms; k++) {
                addOne(c[i], a[i][k], b[k], columns);
            }
        }
    }

    /** Each term is used for two rows, which halves the reads. */
    private static void addFourToTwo(
            float[] c0,
            float[] c1,
            float[] a0,
            float[] a1,
            int k,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            int columns) {
        float a00 = a0[k];
        float a01 = a0[k + 1];
        float a02 = a0[k + 2];
        float a03 = a0[k + 3];
        float a10 = a1[k];
        float a11 = a1[k + 1];
        float a12 = a1[k + 2];
        float a13 = a1[k + 3];
        for (int j = 0; j < columns; j++) {
            c0[j] += (a00 * b0[j] + a01 * b1[j]) + (a02 * b2[j] + a03 * b3[j]);
            c1[j] += (a10 * b0[j] + a11 * b1[j]) + (a12 * b2[j] + a13 * b3[j]);
        }
    }

    private static void addFour(
            float[] c, float[] a, int k, float[] b0, float[] b1, float[] b2, float[] b3, int columns) {
        float a0 = a[k];
        float a1 = a[k + 1];
        float a2 = a[k + 2];
        float a3 = a[k + 3];
        for (int j = 0; j < columns; j++) {
            c[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]);
        }
    }

    private static void addOne(float[] c, float a, float[] b, int columns) {
        for (int j = 0; j < columns; j++) {
            c[j] += a * b[j];
        }
    }

    /** Puts the columns of rows into rows: to[j][i] = rows[i][j]; blocked, so that both stay in the cache. */
    static void transpose(float[][] rows, int count, float[][] to) {
        int side = 16;
        for (int i0 = 0; i0 < count; i0 += side) {
            int i1 = Math.min(count, i0 + side);
            for (int j = 0; j < to.length; j++) {
                float[] column = to[j];
                for (int i = i0; i < i1; i++) {
                    column[i] = rows[i][j];
                }
            }
        }
    }

    static void clear(float[][] rows) {
        for (float[] row : rows) {
            Arrays.fill(row, 0);
        }
    }
}
