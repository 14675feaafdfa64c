package io.clmr.eval.probe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
    /** Odd sizes, sizes below a block, and one large enough for several threads. */
    @ParameterizedTest
    @CsvSource({"1,1,1", "2,4,3", "3,5,7", "5,3,1", "7,9,33", "64,130,256"})
    void equalsTheTripleLoop(int m, int terms, int columns) {
        SplittableRandom random = new SplittableRandom(m * 1000L + terms);
        float[][] a = random(m, terms, random);
        float[][] b = random(terms, columns, random);
        float[][] c = random(m, columns + 2, random);
        double[][] expected = new double[m][columns];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < columns; j++) {
                expected[i][j] = c[i][j];
                for (int k = 0; k < terms; k++) {
                    expected[i][j] += (double) a[i][k] * b[k][j];
                }
            }
        }
        float beyond = c[0][columns];
        Products.add(c, a, b, terms, columns);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < columns; j++) {
                assertEquals(
                        expected[i][j], c[i][j], 1e-6 * terms); // a rounding of 6e-8 for each of the terms, at most 1
            }
        }
        assertEquals(beyond, c[0][columns]);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "5,40", "33,17"})
    void transposes(int rows, int columns) {
        float[][] a = random(rows, columns, new SplittableRandom(1));
        float[][] to = new float[columns][rows + 3];
        Products.transpose(a, rows, to);
        for (int i = 0; i < rows; i++) {
            float[] back = new float[columns];
            for (int j = 0; j < columns; j++) {
                back[j] = to[j][i];
            }
            assertArrayEquals(a[i], back);
        }
    }

    private static float[][] random(int rows, int columns, SplittableRandom random) {
        float[][] out = new float[rows][columns];
        for (float[] row : out) {
            for (int n = 0; n < columns; n++) {
                row[n] = (float) (2 * random.nextDouble() - 1);
            }
        }
        return out;
    }
}
