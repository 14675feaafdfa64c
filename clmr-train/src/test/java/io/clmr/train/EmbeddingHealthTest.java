package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.clmr.augment.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingHealthTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "4, 64", "96, 64", "300, 8"})
    void equalProjectionsHaveAlignmentZeroUniformityZeroAndRankOne(int batch, int dim) {
        NDArray z = manager.ones(new Shape(batch, dim)).mul(3.7);

        EmbeddingHealth health = EmbeddingHealth.of(z, z.mul(2)); // only directions count

        assertEquals(0, health.alignment(), 1e-10);
        assertEquals(0, health.uniformity(), 1e-5);
        assertEquals(1, health.effectiveRank(), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "5, 5", "16, 64", "64, 64"})
    void orthogonalProjectionsHaveFullRank(int batch, int dim) {
        NDArray z = manager.eye(batch, dim, 0, DataType.FLOAT32);

        EmbeddingHealth health = EmbeddingHealth.of(z, z);

        assertEquals(0, health.alignment(), 1e-10);
        assertEquals(-4, health.uniformity(), 1e-6); // every squared distance is 2, and t is 2
        assertEquals(batch, health.effectiveRank(), 1e-6);
    }

    @Test
    void unrelatedViewsHaveAlignmentTwo() {
        NDArray zI = manager.create(new float[] {1, 0, 0, 1, 0, 0}, new Shape(2, 3));
        NDArray zJ = manager.create(new float[] {0, 0, 5, 0, 0, 5}, new Shape(2, 3));

        // zI holds one direction twice and zJ another: singular values √2 and √2
        EmbeddingHealth health = EmbeddingHealth.of(zI, zJ);

        assertEquals(2, health.alignment(), 1e-6);
        assertEquals(2, health.effectiveRank(), 1e-6);
    }

    @Test
    void unequalSingularValuesCountByTheirEntropy() {
        // Four rows along x and one each along y and z, twice: singular values √8, √2, √2, shares 1/2, 1/4, 1/4.
        float[] rows = {1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1};
        NDArray z = manager.create(rows, new Shape(6, 3));

        assertEquals(Math.exp(1.5 * Math.log(2)), EmbeddingHealth.of(z, z).effectiveRank(), 1e-6);
    }

    @Test
    void rankDoesNotChangeWhenEverythingIsTurned() {
        double[][] rows = noise(40, 12);
        double[][] turned = new double[40][12];
        double[] axis = noise(1, 12)[0];
        double squares = dot(axis, axis);
        for (int i = 0; i < rows.length; i++) { // Householder's reflection
            double along = 2 * dot(rows[i], axis) / squares;
            for (int k = 0; k < axis.length; k++) {
                turned[i][k] = rows[i][k] - along * axis[k];
            }
        }

        assertEquals(SingularValues.effectiveRank(rows), SingularValues.effectiveRank(turned), 1e-9);
    }

    @Test
    void equalsTheDefinitionsAsDoubleLoops() {
        double[][] u = unit(noise(7, 5));
        double[][] v = unit(noise(7, 5, 1));
        double alignment = 0;
        double[] potentials = new double[2];
        for (int i = 0; i < 7; i++) {
            alignment += squaredDistance(u[i], v[i]) / 7;
            for (int j = 0; j < 7; j++) {
                if (i != j) {
                    potentials[0] += Math.exp(-2 * squaredDistance(u[i], u[j])) / 42;
                    potentials[1] += Math.exp(-2 * squaredDistance(v[i], v[j])) / 42;
                }
            }
        }

        EmbeddingHealth health = EmbeddingHealth.of(array(u).mul(9), array(v));

        assertEquals(alignment, health.alignment(), 1e-12);
        assertEquals((Math.log(potentials[0]) + Math.log(potentials[1])) / 2, health.uniformity(), 1e-12);
    }

    @Test
    void leavesNothingInTheManagerAndInputsWhereTheyWere() {
        NDArray z = array(noise(4, 3));
        int before = manager.getManagedArrays().size();

        EmbeddingHealth.of(z, z);

        assertEquals(before, manager.getManagedArrays().size());
        assertEquals(manager, z.getManager());
    }

    @Test
    void collapseIsToldOnceAfterFiveLoggedStepsInARow() {
        CollapseWatch watch = new CollapseWatch(8);
        EmbeddingHealth line = new EmbeddingHealth(0, -1, 1.5);
        EmbeddingHealth point = new EmbeddingHealth(0, -0.01, 3);
        EmbeddingHealth healthy = new EmbeddingHealth(0.3, -2, 20);

        for (int i = 1; i <= 4; i++) {
            assertFalse(watch.look(100 + i, line));
        }
        assertFalse(watch.look(105, healthy));
        for (int i = 1; i <= 4; i++) {
            assertFalse(watch.look(105 + i, i % 2 == 0 ? line : point));
        }
        assertTrue(watch.look(110, point));
        assertFalse(watch.look(111, point));
    }

    @Test
    void aLineIsNoCollapseOfASmallBatch() {
        CollapseWatch watch = new CollapseWatch(7);
        for (int step = 1; step <= 20; step++) {
            assertFalse(watch.look(step, new EmbeddingHealth(0, -1, 1.5)));
        }
        for (int step = 21; step <= 24; step++) {
            assertFalse(watch.look(step, new EmbeddingHealth(0, 0, 1)));
        }
        assertTrue(watch.look(25, new EmbeddingHealth(0, 0, 1)));
    }

    private NDArray array(double[][] rows) {
        double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    private static double[][] noise(int rows, int columns, long... more) {
        RandomStream stream = RandomStream.of(42, more);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, k -> stream.nextGaussian());
        }
        return values;
    }

    private static double[][] unit(double[][] rows) {
        for (double[] row : rows) {
            double length = Math.sqrt(dot(row, row));
            Arrays.setAll(row, k -> row[k] / length);
        }
        return rows;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double squaredDistance(double[] a, double[] b) {
        return dot(a, a) + dot(b, b) - 2 * dot(a, b);
    }
}
