package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.augment.RandomStream;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.loss.ContrastiveLoss;
import io.clmr.core.loss.NtXentConfig;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In float64, so that what is equal by construction is equal to some 1e-12. */
class ContrastiveStepTest {

    private static final ModelConfig CONFIG = ModelConfig.forSampleRate(8000).withWidth(0.0625);
    private static final ContrastiveLoss LOSS = new NtXentConfig(0.2).create();

    /** Largest gap over largest gradient; sums are added in another order. */
    private static final double TOLERANCE = 1e-10;

    private NDManager manager;

    @BeforeEach
    void open() {
        TorchEngine.setThreads(1);
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void cachedGradientIsThatOfTheWholeBatchWhenPartsHaveItsStatistics() {
        // Both parts hold the same clips in another order, so BatchNorm computes the whole batch's mean and variance.
        NDArray viewI = clips(1, 2, 3, 4, 4, 3, 2, 1);
        NDArray viewJ = clips(5, 6, 7, 8, 6, 5, 8, 7);

        Gradients whole = gradients(1, viewI, viewJ);
        Gradients cached = gradients(2, viewI, viewJ);

        assertEquals(whole.loss(), cached.loss(), 1e-12);
        assertClose(whole.byName(), cached.byName());
    }

    @Test
    void cachedGradientIsThatOfOneGraphOverAllParts() {
        NDArray viewI = clips(1, 2, 3, 4, 5, 6);
        NDArray viewJ = clips(11, 12, 13, 14, 15, 16);

        Gradients cached = gradients(3, viewI, viewJ);

        try (ContrastiveModel model = model()) {
            NDArray zI = oneGraph(model, viewI, 3);
            NDArray zJ = oneGraph(model, viewJ, 3);
            NDArray loss = GradMode.on(() -> LOSS.loss(zI, zJ));
            JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.create(1.0), false, false);
            assertEquals(loss.getDouble(), cached.loss(), 1e-12);
            assertClose(gradients(model), cached.byName());
        }
    }

    @Test
    void lossOfThreeViewsIsTheMeanOverTheirPairs() {
        NDArray[] views = {clips(1, 2, 3, 4), clips(11, 12, 13, 14), clips(21, 22, 23, 24)};

        Gradients three = gradients(1, views);

        double sum = 0;
        Map<String, double[]> expected = new LinkedHashMap<>();
        for (int[] pair : new int[][] {{0, 1}, {0, 2}, {1, 2}}) {
            // In training mode a view's projections do not depend on which others the network has seen.
            Gradients two = gradients(1, views[pair[0]], views[pair[1]]);
            sum += two.loss();
            two.byName().forEach((name, values) -> expected.merge(name, thirds(values), ContrastiveStepTest::plus));
        }
        assertEquals(sum / 3, three.loss(), 1e-12);
        assertClose(expected, three.byName());
    }

    @Test
    void cachedGradientOfFourViewsIsThatOfOneGraphOverAllParts() {
        NDArray[] views = {clips(1, 2, 3, 4), clips(11, 12, 13, 14), clips(21, 22, 23, 24), clips(31, 32, 33, 34)};

        Gradients cached = gradients(2, views);

        try (ContrastiveModel model = model()) {
            NDList z = new NDList();
            for (NDArray view : views) {
                z.add(oneGraph(model, view, 2));
            }
            NDArray loss = GradMode.on(() -> {
                NDList pairs = new NDList();
                for (int i = 0; i < 4; i++) {
                    for (int j = i + 1; j < 4; j++) {
                        pairs.add(LOSS.loss(z.get(i), z.get(j)).reshape(1));
                    }
                }
                return NDArrays.concat(pairs).mean();
            });
            JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.create(1.0), false, false);
            assertEquals(loss.getDouble(), cached.loss(), 1e-12);
            assertClose(gradients(model), cached.byName());
        }
    }

    private static double[] thirds(double[] values) {
        return Arrays.stream(values).map(value -> value / 3).toArray();
    }

    private static double[] plus(double[] a, double[] b) {
        double[] sum = a.clone();
        Arrays.setAll(sum, i -> sum[i] + b[i]);
        return sum;
    }

    @Test
    void runningStatisticsCountEachPartOnce() {
        NDArray viewI = clips(1, 2, 3, 4);
        NDArray viewJ = clips(11, 12, 13, 14);
        try (ContrastiveModel cached = model();
                ContrastiveModel plain = model()) {
            run(cached, 2, viewI, viewJ);
            oneGraph(plain, viewI, 2);
            oneGraph(plain, viewJ, 2);

            Map<String, HostTensor> expected = plain.snapshot();
            cached.snapshot()
                    .forEach((name, tensor) ->
                            assertArrayEquals(expected.get(name).toDoubles(), tensor.toDoubles(), name));
        }
    }

    @Test
    void leavesNoArraysBehind() {
        NDArray viewI = clips(1, 2, 3, 4);
        NDArray viewJ = clips(11, 12, 13, 14);
        NDArray viewK = clips(21, 22, 23, 24);
        try (ContrastiveModel model = model()) {
            run(model, 2, viewI, viewJ);
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 5; i++) {
                run(model, 2, viewI, viewJ);
                run(model, 1, viewI, viewJ);
                run(model, 2, viewI, viewJ, viewK);
                run(model, 1, viewI, viewJ, viewK);
            }
            assertEquals(before, manager.getManagedArrays().size());
        }
    }

    @Test
    void topOneCountsViewsWhoseNearestIsTheirOwnClip() {
        NDArray zI = manager.create(new float[] {1, 0, 0, 1, 3, 3.1f}, new Shape(3, 2));
        NDArray zJ = manager.create(new float[] {2, 0.1f, 0.1f, 5, 0.4f, 5}, new Shape(3, 2));

        // Directions are 0, 90 and 46 degrees and 3, 89 and 85: all find their own but 85, which is nearer to 89.
        assertEquals(5 / 6.0, TopOne.share(zI, zJ), 1e-6);
    }

    @Test
    void topOneOfSeparatedClipsIsOne() {
        NDArray z = manager.create(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new Shape(3, 3));

        assertEquals(1, TopOne.share(z, z.mul(3)), 0);
    }

    private record Gradients(double loss, Map<String, double[]> byName) {}

    private Gradients gradients(int parts, NDArray... views) {
        try (ContrastiveModel model = model()) {
            return new Gradients(run(model, parts, views), gradients(model));
        }
    }

    private double run(ContrastiveModel model, int parts, NDArray... views) {
        try (NDManager scope = manager.newSubManager()) {
            scope.tempAttachAll(views);
            return new ContrastiveStep(model, LOSS, parts).run(views).loss().getDouble();
        }
    }

    private static Map<String, double[]> gradients(ContrastiveModel model) {
        Map<String, double[]> gradients = new LinkedHashMap<>();
        model.parameters().forEach((name, parameter) -> {
            try (NDArray gradient = parameter.getGradient()) {
                gradients.put(name, gradient.toDoubleArray());
            }
        });
        return gradients;
    }

    private static NDArray oneGraph(ContrastiveModel model, NDArray view, int parts) {
        return GradMode.on(() -> {
            NDList projections = new NDList();
            long size = view.getShape().get(0) / parts;
            for (int part = 0; part < parts; part++) {
                NDArray rows = view.get(new NDIndex("{}:{}", part * size, (part + 1) * size));
                projections.add(model.project(model.encode(rows, true), true));
            }
            return NDArrays.concat(projections);
        });
    }

    private ContrastiveModel model() {
        return ContrastiveModel.create(CONFIG, manager, DataType.FLOAT64, 3);
    }

    /** Noise clips, each decided by its number, [clips, 1, samples]. */
    private NDArray clips(long... numbers) {
        double[] values = new double[numbers.length * CONFIG.samples()];
        for (int clip = 0; clip < numbers.length; clip++) {
            RandomStream stream = RandomStream.of(numbers[clip]);
            for (int i = 0; i < CONFIG.samples(); i++) {
                values[clip * CONFIG.samples() + i] = 0.1 * stream.nextGaussian();
            }
        }
        return manager.create(values, new Shape(numbers.length, 1, CONFIG.samples()));
    }

    private static void assertClose(Map<String, double[]> expected, Map<String, double[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        double largest = 0;
        double gap = 0;
        for (String name : expected.keySet()) {
            for (int i = 0; i < expected.get(name).length; i++) {
                largest = Math.max(largest, Math.abs(expected.get(name)[i]));
                gap = Math.max(gap, Math.abs(expected.get(name)[i] - actual.get(name)[i]));
            }
        }
        assertTrue(largest > 0 && gap <= TOLERANCE * largest, "gap " + gap + ", largest gradient " + largest);
    }
}
