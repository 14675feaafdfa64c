package io.clmr.core.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.clmr.core.Parity;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.HostTensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NtXentTest {

    private static NDManager manager() {
        return TorchEngine.get().newBaseManager(Parity.device());
    }

    private static double[] random(long seed, int count, double scale) {
        Random random = new Random(seed);
        return random.doubles(count).map(v -> scale * (2 * v - 1)).toArray();
    }

    private static double loss(double[] zI, double[] zJ, int dim, double temperature) {
        try (NDManager manager = manager()) {
            long batch = zI.length / dim;
            return NtXent.loss(
                            manager.create(zI, new Shape(batch, dim)),
                            manager.create(zJ, new Shape(batch, dim)),
                            temperature)
                    .getDouble();
        }
    }

    /** Equation 1 of the SimCLR paper, term by term. */
    private static double byDefinition(double[] zI, double[] zJ, int dim, double temperature) {
        int batch = zI.length / dim;
        double[][] z = new double[2 * batch][dim];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(zI, i * dim, z[i], 0, dim);
            System.arraycopy(zJ, i * dim, z[batch + i], 0, dim);
        }
        double sum = 0;
        for (int i = 0; i < 2 * batch; i++) {
            int positive = (i + batch) % (2 * batch);
            double all = 0;
            for (int k = 0; k < 2 * batch; k++) {
                if (k != i) {
                    all += Math.exp(cosine(z[i], z[k]) / temperature);
                }
            }
            sum -= Math.log(Math.exp(cosine(z[i], z[positive]) / temperature) / all);
        }
        return sum / (2 * batch);
    }

    private static double cosine(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / (Math.max(Math.sqrt(aa), 1e-8) * Math.max(Math.sqrt(bb), 1e-8));
    }

    @Property(tries = 40, seed = "17")
    void equalsTheDefinition(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int batch,
            @ForAll @IntRange(min = 1, max = 9) int dim,
            @ForAll @DoubleRange(min = 0.05, max = 20) double temperature) {
        double[] zI = random(seed, batch * dim, 3);
        double[] zJ = random(seed + 1, batch * dim, 0.1);
        double expected = byDefinition(zI, zJ, dim, temperature);
        // 20 is the largest logit; a rounding of it is 4e-15, and 23 terms add up
        assertEquals(expected, loss(zI, zJ, dim, temperature), 1e-12 * Math.max(1, 1 / temperature));
    }

    @Property(tries = 20, seed = "18")
    void doesNotCareWhichViewComesFirst(@ForAll long seed, @ForAll @IntRange(min = 2, max = 20) int batch) {
        double[] zI = random(seed, batch * 8, 1);
        double[] zJ = random(seed + 1, batch * 8, 1);
        assertEquals(loss(zI, zJ, 8, 0.5), loss(zJ, zI, 8, 0.5), 1e-13);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 48})
    void equalProjectionsGiveChance(int batch) {
        double[] z = new double[batch * 4];
        java.util.Arrays.fill(z, 0.3);
        double chance = NtXentConfig.defaults().create().chance(batch);
        assertEquals(Math.log(2.0 * batch - 1), chance, 1e-15);
        assertEquals(chance, loss(z, z, 4, 0.5), 1e-13);
    }

    @Test
    void tinyTemperatureStaysFinite() {
        double[] zI = random(1, 32, 1);
        double[] zJ = random(2, 32, 1);
        double loss = loss(zI, zJ, 4, 1e-6);
        assertTrue(Double.isFinite(loss) && loss >= 0, "loss " + loss);
        assertEquals(0, loss(zI, zI, 4, 1e-6), 1e-12); // every positive is by far the nearest
    }

    @Test
    void hugeTemperatureForgetsTheSimilarities() {
        assertEquals(Math.log(15), loss(random(1, 32, 1), random(2, 32, 1), 4, 1e9), 1e-8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"f64", "f32"})
    void lossAndGradientsAsInPyTorch(String precision) throws IOException {
        boolean wide = precision.equals("f64");
        DataType type = wide ? DataType.FLOAT64 : DataType.FLOAT32;
        Map<String, HostTensor> golden = Parity.tensors("ntxent.safetensors");
        int compared = 0;
        for (String name : golden.keySet()) {
            if (!name.startsWith(precision) || !name.contains("/loss/") || name.contains("all_equal")) {
                continue;
            }
            String part = name.substring(0, name.indexOf("/loss/") + 1);
            String temperature = name.substring(name.lastIndexOf('/') + 1);
            try (NDManager manager = manager()) {
                NDArray zI = golden.get(part + "z_i").toArray(manager, type);
                NDArray zJ = golden.get(part + "z_j").toArray(manager, type);
                zI.setRequiresGradient(true);
                zJ.setRequiresGradient(true);
                try (GradientCollector collector = TorchEngine.get().newGradientCollector()) {
                    NDArray loss = NtXent.loss(zI, zJ, Double.parseDouble(temperature));
                    double expected = golden.get(name).toDoubles()[0];
                    assertEquals(expected, HostTensor.of(loss).toDoubles()[0], wide ? 1e-12 : 1e-5, name);
                    collector.backward(loss);
                }
                if (golden.containsKey(part + "grad_i/" + temperature)) {
                    assertRows(golden.get(part + "grad_i/" + temperature), zI.getGradient(), wide ? 1e-12 : 1e-5, name);
                    assertRows(golden.get(part + "grad_j/" + temperature), zJ.getGradient(), wide ? 1e-12 : 1e-5, name);
                }
                compared++;
            }
        }
        assertEquals(17, compared); // four sizes, four temperatures, and the zero row
    }

    /** Relative to the largest of the row: a row of length 0.01 has gradients 10,000 times those of length 100. */
    private static void assertRows(HostTensor expected, NDArray actual, double tolerance, String name) {
        double[] e = expected.toDoubles();
        double[] a = HostTensor.of(actual).toDoubles();
        int dim = (int) expected.shape()[1];
        for (int row = 0; row < e.length / dim; row++) {
            double largest = 0;
            for (int i = row * dim; i < (row + 1) * dim; i++) {
                largest = Math.max(largest, Math.abs(e[i]));
            }
            for (int i = row * dim; i < (row + 1) * dim; i++) {
                assertEquals(e[i], a[i], tolerance * Math.max(largest, 1e-3), name + " row " + row);
            }
        }
    }

    @Test
    void fourThousandClipsFit() {
        int batch = 4096;
        try (NDManager manager = manager()) {
            NDArray z = manager.create(
                    HostTensor.of(random(3, batch * 16, 1), batch, 16).toFloats(), new Shape(batch, 16));
            z.setRequiresGradient(true);
            try (GradientCollector collector = TorchEngine.get().newGradientCollector()) {
                NDArray loss = NtXent.loss(z, z.mul(2), 0.5);
                // each positive has cosine 1, the rest are spread evenly: e^2 against 2 · 4096 - 2 of mean about
                // e^0.125
                assertEquals(Math.log(2 * batch) + 0.125 - 2, loss.getFloat(), 0.02);
                collector.backward(loss);
            }
            assertTrue(Float.isFinite(z.getGradient().abs().max().getFloat()));
        }
    }

    @Test
    void leavesNothingInTheManagerButTheLoss() {
        try (NDManager manager = manager()) {
            NDArray z = manager.create(random(4, 40, 1), new Shape(10, 4));
            NtXent.loss(z, z, 0.5);
            int before = manager.getManagedArrays().size();
            NDArray loss = NtXent.loss(z, z, 0.5);
            assertEquals(before + 1, manager.getManagedArrays().size());
            assertEquals(manager, loss.getManager());
        }
    }

    @Test
    void refusesProjectionsOfDifferentShape() {
        try (NDManager manager = manager()) {
            NDArray zI = manager.zeros(new Shape(3, 4));
            NDArray zJ = manager.zeros(new Shape(2, 4));
            Exception e = assertThrows(IllegalArgumentException.class, () -> NtXent.loss(zI, zJ, 0.5));
            assertEquals(
                    "projections are (3, 4) and (2, 4), expected two of the same shape [batch, dim]", e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesTemperaturesThatAreNoPositiveNumber(double temperature) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> new NtXentConfig(temperature));
        assertEquals("temperature is " + temperature + ", expected a finite number above 0", e.getMessage());
    }

    @Test
    void isFoundByName() {
        LossRegistry losses = LossRegistry.load();
        assertEquals(
                List.of("nt_xent", "dcl", "dclw", "vicreg", "info_nce", "alignment"),
                losses.names()); // the last comes from outside
        assertEquals(NtXentConfig.class, losses.find("nt_xent").configType());
        assertInstanceOf(NtXent.class, losses.find("nt_xent").defaults().create());
        assertEquals(AlignmentLoss.Config.class, losses.find("alignment").configType());
        Exception e = assertThrows(IllegalArgumentException.class, () -> losses.find("ntxent"));
        assertEquals(
                "loss is 'ntxent', expected one of [nt_xent, dcl, dclw, vicreg, info_nce, alignment]", e.getMessage());
    }
}
