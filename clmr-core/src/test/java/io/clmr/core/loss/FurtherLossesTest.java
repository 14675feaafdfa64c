package io.clmr.core.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.clmr.core.Parity;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.HostTensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DCL, DCLW and VICReg; the golden values were made by {@code parity/losses.py}, beside them. */
class FurtherLossesTest {

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newBaseManager(Parity.device());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static ContrastiveLoss named(String name) {
        return (ContrastiveLoss) LossRegistry.load().find(name).defaults().create();
    }

    private NDArray rows(int rows, double... values) {
        return manager.create(values, new Shape(rows, values.length / rows));
    }

    private static Map<String, HostTensor> golden() throws IOException, URISyntaxException {
        return Safetensors.read(Path.of(
                        Objects.requireNonNull(FurtherLossesTest.class.getResource("/parity/losses.safetensors"))
                                .toURI()))
                .tensors();
    }

    @ParameterizedTest
    @CsvSource({
        "dcl, 2x4", "dcl, 7x5", "dcl, 16x8",
        "dclw, 2x4", "dclw, 7x5", "dclw, 16x8",
        "vicreg, 2x4", "vicreg, 7x5", "vicreg, 16x8"
    })
    void lossAndGradientsAsInPyTorch(String name, String size) throws IOException, URISyntaxException {
        Map<String, HostTensor> golden = golden();
        for (DataType type : new DataType[] {DataType.FLOAT64, DataType.FLOAT32}) {
            double tolerance = type == DataType.FLOAT64 ? 1e-12 : 1e-5;
            NDArray zI = golden.get(size + "/z_i").toArray(manager, type);
            NDArray zJ = golden.get(size + "/z_j").toArray(manager, type);
            zI.setRequiresGradient(true);
            zJ.setRequiresGradient(true);
            try (GradientCollector collector = TorchEngine.get().newGradientCollector()) {
                NDArray loss = named(name).loss(zI, zJ);
                assertEquals(type, loss.getDataType());
                assertEquals(new Shape(), loss.getShape());
                double expected = golden.get(size + "/" + name + "/loss").toDoubles()[0];
                assertEquals(expected, HostTensor.of(loss).toDoubles()[0], tolerance * Math.max(1, expected));
                collector.backward(loss);
            }
            assertTrue(Parity.gap(golden.get(size + "/" + name + "/grad_i"), zI.getGradient()) < tolerance);
            assertTrue(Parity.gap(golden.get(size + "/" + name + "/grad_j"), zJ.getGradient()) < tolerance);
        }
    }

    @ParameterizedTest
    @CsvSource({"dcl, 2", "dcl, 48", "dclw, 2", "dclw, 48", "vicreg, 1", "vicreg, 2", "vicreg, 48", "dcl, 1", "dclw, 1"
    })
    void equalProjectionsGiveChance(String name, int batch) {
        double[] values = new double[4 * batch];
        Arrays.fill(values, 0.3);
        NDArray z = rows(batch, values);
        assertEquals(named(name).chance(batch), named(name).loss(z, z).getDouble(), 1e-12);
    }

    @Test
    void chanceIsTheNumberOfNegativesForTheDecoupled() {
        assertEquals(Math.log(94), named("dcl").chance(48), 1e-15);
        assertEquals(Math.log(94), named("dclw").chance(48), 1e-15);
        assertEquals(25 * 0.99, named("vicreg").chance(48), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcl", "dclw"})
    void orthogonalClipsWithEqualViews(String name) {
        NDArray z = rows(3, 2, 0, 0, 0, 5, 0, 0, 0, 0.1);
        // Every positive has cosine 1 and every of the four negatives 0; all weights are 1.
        assertEquals(Math.log(4) - 1 / 0.1, named(name).loss(z, z).getDouble(), 1e-12);
    }

    @Test
    void weightsFavourPairsThatLieApart() {
        // Cosines of the positives are 1 and 0, so with e = exp(1 / 0.5) the weights are 2 - 2e / (e + 1), 2 - 2 / (e +
        // 1).
        NDArray zI = rows(2, 1, 0, 0, 0, 0, 1, 0, 0);
        NDArray zJ = rows(2, 1, 0, 0, 0, 0, 0, 1, 0);
        double weightOfEqual = 2 - 2 * Math.exp(2) / (Math.exp(2) + 1);
        assertEquals(
                -weightOfEqual * 10 / 2 + Math.log(2),
                named("dclw").loss(zI, zJ).getDouble(),
                1e-12);
        assertEquals(-10.0 / 2 + Math.log(2), named("dcl").loss(zI, zJ).getDouble(), 1e-12);
    }

    @Test
    void aWideWeightingIsNone() {
        NDArray zI = manager.create(random(1, 40), new Shape(10, 4));
        NDArray zJ = manager.create(random(2, 40), new Shape(10, 4));
        double wide =
                new WeightedDecoupledConfig(0.2, 1e9).create().loss(zI, zJ).getDouble();
        assertEquals(new DecoupledConfig(0.2).create().loss(zI, zJ).getDouble(), wide, 1e-7);
    }

    @Test
    void decoupledIsNtXentWithoutThePositiveInTheSum() {
        double[] a = random(3, 4);
        double[] b = random(4, 4);
        NDArray zI = rows(2, a);
        NDArray zJ = rows(2, b);
        // For one anchor, exp(NT-Xent) = 1 + exp(DCL); for two clips on opposite sides all four anchors are alike.
        NDArray opposite = rows(2, 1, 0, -1, 0);
        assertEquals(
                Math.log1p(Math.exp(new DecoupledConfig(0.5)
                        .create()
                        .loss(opposite, opposite)
                        .getDouble())),
                NtXent.loss(opposite, opposite, 0.5).getDouble(),
                1e-12);
        assertTrue(new DecoupledConfig(0.5).create().loss(zI, zJ).getDouble()
                < NtXent.loss(zI, zJ, 0.5).getDouble());
    }

    @Test
    void vicregOfTwoClipsByHand() {
        // Per view: variances 2 and 8, so no shortfall; covariance 4, squared twice and halved: 16.
        NDArray z = rows(2, 1, 2, -1, -2);
        assertEquals(32, named("vicreg").loss(z, z).getDouble(), 1e-12);
        // Moved by (1, 0): mean squared gap 1/2, nothing else changes.
        NDArray moved = rows(2, 2, 2, 0, -2);
        assertEquals(32 + 25 * 0.5, named("vicreg").loss(z, moved).getDouble(), 1e-12);
        // Dimensions that do not go together, of variance 1/2 and 0 in the first view.
        NDArray narrow = rows(2, 0.5, 3, -0.5, 3);
        double shortfall = (1 - Math.sqrt(0.5 + 1e-4) + 1 - 0.01) / 2;
        assertEquals(25 * shortfall, named("vicreg").loss(narrow, narrow).getDouble(), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcl", "dclw", "vicreg"})
    void oneClipIsPulledTogetherOnly(String name) {
        NDArray zI = rows(1, 1, 0);
        NDArray zJ = rows(1, 0, 2);
        zI.setRequiresGradient(true);
        try (GradientCollector collector = TorchEngine.get().newGradientCollector()) {
            NDArray loss = named(name).loss(zI, zJ);
            assertEquals(name.equals("vicreg") ? 25 * 2.5 : 0, loss.getDouble(), 1e-12);
            collector.backward(loss);
        }
        assertTrue(zI.getGradient().getDouble(0, 1) < 0); // towards the second view
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcl", "dclw", "vicreg"})
    void doesNotCareWhichViewComesFirst(String name) {
        NDArray zI = manager.create(random(5, 60), new Shape(10, 6));
        NDArray zJ = manager.create(random(6, 60), new Shape(10, 6));
        assertEquals(
                named(name).loss(zI, zJ).getDouble(), named(name).loss(zJ, zI).getDouble(), 1e-12);
    }

    @Test
    void tinyTemperatureStaysFinite() {
        NDArray zI = manager.create(random(7, 60), new Shape(10, 6));
        NDArray zJ = manager.create(random(8, 60), new Shape(10, 6));
        double loss = new DecoupledConfig(1e-6).create().loss(zI, zJ).getDouble();
        assertTrue(Double.isFinite(loss), "loss " + loss);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dcl", "dclw", "vicreg"})
    void leavesNothingInTheManagerButTheLoss(String name) {
        NDArray z = manager.create(random(9, 40), new Shape(10, 4));
        NDArray other = manager.create(random(10, 40), new Shape(10, 4));
        named(name).loss(z, other);
        int before = manager.getManagedArrays().size();
        NDArray loss = named(name).loss(z, other);
        assertEquals(before + 1, manager.getManagedArrays().size());
        assertEquals(manager, loss.getManager());
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertEquals(
                "temperature is 0.0, expected a finite number above 0",
                assertThrows(IllegalArgumentException.class, () -> new DecoupledConfig(0))
                        .getMessage());
        assertEquals(
                "sigma is NaN, expected a finite number above 0",
                assertThrows(IllegalArgumentException.class, () -> new WeightedDecoupledConfig(1, Double.NaN))
                        .getMessage());
        assertEquals(
                "covariance_weight is -1.0, expected a finite number of at least 0",
                assertThrows(IllegalArgumentException.class, () -> new VicRegConfig(1, 1, -1))
                        .getMessage());
        assertEquals(
                "invariance_weight, variance_weight and covariance_weight are all 0, expected one above 0",
                assertThrows(IllegalArgumentException.class, () -> new VicRegConfig(0, 0, 0))
                        .getMessage());
    }

    private static double[] random(long seed, int count) {
        return new Random(seed).doubles(count, -1, 1).toArray();
    }
}
