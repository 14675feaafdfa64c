package io.clmr.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.clmr.core.Parity;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.loss.NtXent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContrastiveModelTest {

    /** Small enough for dozens of steps: three strides, 81 samples. */
    private static final ModelConfig SMALL =
            new ModelConfig(22050, 81, List.of(3, 3, 3), "sample_cnn", 0.0625, 16, Normalize.NONE);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.get().newBaseManager(Device.cpu());
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static NDArray noise(NDManager manager, int batch) {
        return manager.randomUniform(-1, 1, new Shape(batch, 1, 81));
    }

    private static long liveArrays(NDManager manager) {
        return manager.getManagedArrays().size();
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        ContrastiveModel model = ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 1);
        List<Long> counts = new ArrayList<>();
        for (int step = 0; step < 36; step++) {
            try (NDManager scope = manager.newSubManager();
                    GradientCollector collector = TorchEngine.get().newGradientCollector()) {
                NDArray zI = model.project(model.encode(noise(scope, 4), true), true);
                NDArray zJ = model.project(model.encode(noise(scope, 4), true), true);
                collector.backward(NtXent.loss(zI, zJ, 0.5));
                // what is open now: two inputs, two representations, two projections and the loss
                assertTrue(scope.getManagedArrays().size() <= 8, "open: " + scope.getManagedArrays());
            }
            model.parameters().values().forEach(array -> JniUtils.zeroGrad((PtNDArray) array));
            try (NDManager scope = manager.newSubManager()) {
                model.project(model.encode(noise(scope, 3), false), false);
            }
            counts.add(liveArrays(manager) + liveArrays(model.manager()));
        }
        assertEquals(counts.get(0), counts.get(35), "live arrays step by step: " + counts);
        assertEquals(model.state().size(), liveArrays(model.manager()));
    }

    @Test
    void resultsBelongToTheManagerOfTheInput() {
        ContrastiveModel model = ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 1);
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = noise(scope, 2);
            NDArray h = model.encode(x, false);
            assertEquals(scope, h.getManager());
            assertEquals(scope, x.getManager());
            assertEquals(scope, model.project(h, true).getManager());
        }
    }

    @Test
    void inferenceRecordsNothingInAnyThreadAndTrainingDoes() throws Exception {
        ContrastiveModel model = ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 1);
        NDArray x = noise(manager, 2);
        CompletableFuture<Boolean> elsewhere = CompletableFuture.supplyAsync(() -> isRecorded(model.encode(x, false)));
        assertFalse(elsewhere.get());
        assertFalse(isRecorded(model.encode(x, false)));
        assertTrue(isRecorded(model.encode(x, true)));
    }

    /** The engine refuses to go back through what it has not recorded. */
    private static boolean isRecorded(NDArray result) {
        return GradMode.on(() -> {
            NDArray sum = result.sum();
            try {
                JniUtils.backward((PtNDArray) sum, (PtNDArray) sum.onesLike(), false, false);
                return true;
            } catch (EngineException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("does not require grad"), e.getMessage());
                return false;
            }
        });
    }

    @Test
    void threadsThatOnlyInferAgree() {
        ContrastiveModel model = ContrastiveModel.create(SMALL, manager, DataType.FLOAT64, 1);
        double[] samples = manager.randomUniform(-1, 1, new Shape(2 * 81))
                .toType(DataType.FLOAT64, true)
                .toDoubleArray();
        double[] expected = features(model, samples);
        List<CompletableFuture<double[]>> others = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            others.add(CompletableFuture.supplyAsync(() -> features(model, samples)));
        }
        others.forEach(other -> assertArrayEquals(expected, other.join(), 1e-15));
    }

    private double[] features(ContrastiveModel model, double[] samples) {
        try (NDManager scope = manager.newSubManager()) {
            return model.encode(scope.create(samples, new Shape(2, 1, 81)), false)
                    .toDoubleArray();
        }
    }

    @Test
    void trainingAndInferenceFormsOfTheBlockAgree() {
        ContrastiveModel model = ContrastiveModel.create(SMALL, manager, DataType.FLOAT64, 2);
        NDArray x = manager.randomUniform(-1, 1, new Shape(64, 1, 81), DataType.FLOAT64);
        double[] trained = model.encode(x, true).toDoubleArray();
        model.estimateStatistics(List.of(x).iterator());
        // the running variance is over N - 1, the batch's over N; a channel of the last blocks sees 64 values
        HostTensor inferred = HostTensor.of(model.encode(x, false));
        assertTrue(Parity.gap(HostTensor.of(trained, 64, 32), inferred) < 0.03);
    }

    @Test
    void statisticsOfSeveralBatchesAreAveragedEvenly() {
        ContrastiveModel model = ContrastiveModel.create(SMALL, manager, DataType.FLOAT64, 2);
        String mean = "encoder.sequential.0.1.running_mean";
        List<double[]> single = new ArrayList<>();
        List<NDArray> batches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            NDArray batch = manager.randomUniform(-1, 1 + i, new Shape(8, 1, 81), DataType.FLOAT64);
            batches.add(batch);
            model.estimateStatistics(List.of(batch).iterator());
            single.add(model.state().get(mean).toDoubleArray());
        }
        model.estimateStatistics(batches.iterator());
        double[] average = model.state().get(mean).toDoubleArray();
        for (int c = 0; c < average.length; c++) {
            assertEquals((single.get(0)[c] + single.get(1)[c] + single.get(2)[c]) / 3, average[c], 1e-12);
        }
        Iterator<NDArray> none = List.<NDArray>of().iterator();
        assertThrows(IllegalArgumentException.class, () -> model.estimateStatistics(none));
    }

    @Test
    void loadsWhereTheArraysLie() {
        ContrastiveModel from = ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 1);
        ContrastiveModel to = ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 2);
        NDArray x = noise(manager, 4);
        from.encode(x, true);
        Map<String, NDArray> arrays = to.state();
        NDArray view = arrays.get("projector.0.weight").reshape(-1);
        // also in a thread that records, where a leaf must not be changed in place
        CompletableFuture.runAsync(() -> to.load(from.snapshot())).join();
        assertEquals(arrays, to.state());
        from.snapshot()
                .forEach((name, values) -> assertArrayEquals(
                        values.toDoubles(), HostTensor.of(arrays.get(name)).toDoubles(), name));
        assertArrayEquals(from.snapshot().get("projector.0.weight").toFloats(), view.toFloatArray());
        assertArrayEquals(
                from.encode(x, false).toFloatArray(), to.encode(x, false).toFloatArray());
        to.parameters().values().forEach(array -> assertTrue(array.hasGradient()));
    }

    @Test
    void frozenItComputesTheSame() {
        for (int rate : new int[] {22050, 16000, 8000}) {
            ModelConfig config =
                    ModelConfig.forSampleRate(rate).withWidth(0.0625).withNormalize(Normalize.DATASET);
            ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT64, 8);
            model.setNormalization(new Normalization(0.01, 0.3));
            NDArray x = manager.randomUniform(-1, 1, new Shape(6, 1, config.samples()), DataType.FLOAT64);
            model.encode(x, true); // so that the running statistics are not 0 and 1
            HostTensor expected = HostTensor.of(model.encode(x, false));
            try (FrozenEncoder frozen = model.freeze()) {
                assertEquals(32, frozen.featureDim());
                NDArray h = frozen.encode(x);
                assertTrue(Parity.gap(expected, h) < 1e-13, "gap " + Parity.gap(expected, h));
                assertEquals(manager, h.getManager());
                long before = liveArrays(manager);
                CompletableFuture.runAsync(() -> frozen.encode(x).close()).join();
                assertEquals(before, liveArrays(manager));
                NDArray shorter = manager.zeros(new Shape(1, 1, 80), DataType.FLOAT64);
                assertThrows(IllegalArgumentException.class, () -> frozen.encode(shorter));
            }
            model.close();
        }
    }

    @Test
    void anEncoderFromOutsideIsUsedByName() {
        ModelConfig config = new ModelConfig(22050, 81, List.of(), "linear", 1.0, 16, Normalize.NONE);
        ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 1);
        assertEquals(
                List.of("encoder.layer.weight", "projector.0.weight", "projector.2.weight"),
                List.copyOf(model.parameters().keySet()));
        NDArray x = noise(manager, 2);
        assertArrayEquals(new long[] {2, 6}, model.encode(x, true).getShape().getShape());
        assertArrayEquals(
                model.encode(x, false).toFloatArray(), model.freeze().encode(x).toFloatArray());
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> new ModelConfig(22050, 81, List.of(3), "linear", 1.0, 16, Normalize.NONE));
        assertEquals("strides is [3], expected none for encoder linear", e.getMessage());
    }

    private static Map<String, HostTensor> changed(ContrastiveModel model) {
        return new LinkedHashMap<>(model.snapshot());
    }

    @Test
    void namesWhatIsMissingUnexpectedOrMisshapenAndLoadsNothing() {
        ContrastiveModel model = ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 1);
        Map<String, HostTensor> before = model.snapshot();
        Map<String, HostTensor> weights = changed(ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 2));
        weights.remove("projector.0.weight");
        weights.put("encoder.fc.weight", HostTensor.of(new float[6], 2, 3));
        weights.put("encoder.sequential.0.0.bias", HostTensor.of(new float[6], 6));
        Exception e = assertThrows(IllegalArgumentException.class, () -> model.load(weights));
        assertEquals(
                "missing projector.0.weight; unexpected encoder.fc.weight; encoder.sequential.0.0.bias is [6], expected [8]",
                e.getMessage());
        before.forEach((name, values) ->
                assertArrayEquals(values.toDoubles(), model.snapshot().get(name).toDoubles(), name));
    }

    @Test
    void anotherWidthIsNamedWithTheOptionThatFits() {
        ModelConfig tenth = ModelConfig.defaults().withWidth(0.1);
        ContrastiveModel model = ContrastiveModel.create(tenth, manager, DataType.FLOAT32, 1);
        ModelConfig eighth = ModelConfig.defaults().withWidth(0.125);
        Map<String, HostTensor> weights =
                ContrastiveModel.create(eighth, manager, DataType.FLOAT32, 1).snapshot();
        Exception e = assertThrows(IllegalArgumentException.class, () -> model.load(weights));
        assertEquals(
                "encoder.sequential.0.0.weight is [16, 1, 3], expected [13, 1, 3],"
                        + " encoder.sequential.0.0.bias is [16], expected [13],"
                        + " encoder.sequential.0.1.weight is [16], expected [13] and 65 more:"
                        + " saved with model.width 0.125, config says 0.1; use --set model.width=0.125",
                e.getMessage());
    }

    @Test
    void theEncoderAloneCanBeLoaded() {
        ContrastiveModel from = ContrastiveModel.create(SMALL, manager, DataType.FLOAT32, 1);
        ContrastiveModel to = ContrastiveModel.create(SMALL.withProjectionDim(8), manager, DataType.FLOAT32, 2);
        to.loadEncoder(from.snapshot());
        NDArray x = noise(manager, 2);
        assertArrayEquals(
                from.encode(x, false).toFloatArray(), to.encode(x, false).toFloatArray());
    }

    @Test
    void normalisesWhatItHears() {
        ModelConfig config = SMALL.withNormalize(Normalize.DATASET);
        ContrastiveModel plain = ContrastiveModel.create(SMALL, manager, DataType.FLOAT64, 1);
        ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT64, 1);
        NDArray x = manager.randomUniform(-1, 1, new Shape(2, 1, 81), DataType.FLOAT64);
        Exception e = assertThrows(IllegalStateException.class, () -> model.encode(x, false));
        assertEquals(
                "model.normalize is dataset, but mean and standard deviation are not set: call setNormalization or load a"
                        + " checkpoint that holds them",
                e.getMessage());
        model.setNormalization(new Normalization(0.01, 0.2));
        double[] expected = plain.encode(x.sub(0.01).div(0.2), false).toDoubleArray();
        assertArrayEquals(expected, model.encode(x, false).toDoubleArray(), 1e-15);
        assertThrows(IllegalStateException.class, () -> plain.setNormalization(new Normalization(0, 1)));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Normalization(Double.NaN, 1));
    }

    @Test
    void widthAndDimensionAreReadOffTheWeights() {
        for (double width : new double[] {0.0625, 0.1, 0.125, 0.25, 0.3, 0.37, 0.5, 0.75, 1.0, 1.5}) {
            ModelConfig config =
                    ModelConfig.forSampleRate(16000).withWidth(width).withProjectionDim(24);
            try (ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 1)) {
                assertEquals(config, ModelConfig.inferredFrom(model.snapshot()));
            }
        }
    }

    @Test
    void closesWithItsParent() {
        NDManager parent = manager.newSubManager();
        ContrastiveModel model = ContrastiveModel.create(SMALL, parent, DataType.FLOAT32, 1);
        parent.close();
        assertFalse(model.manager().isOpen());
    }

    @Test
    void gradModeIsAsItWasAfterwards() {
        boolean before = JniUtils.isGradMode();
        assertTrue(GradMode.on(JniUtils::isGradMode));
        assertFalse(GradMode.off(JniUtils::isGradMode));
        assertThrows(
                IllegalStateException.class,
                () -> GradMode.with(!before, () -> {
                    throw new IllegalStateException("on purpose");
                }));
        assertEquals(before, JniUtils.isGradMode());
    }
}
