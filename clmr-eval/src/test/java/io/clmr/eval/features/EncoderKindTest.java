package io.clmr.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import io.clmr.core.model.Normalize;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderKindTest {

    /** Weights as after training: norms with statistics of their own. */
    private static Map<String, HostTensor> weights(ModelConfig config) {
        SplittableRandom random = new SplittableRandom(9);
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 5)) {
            Map<String, HostTensor> weights = new HashMap<>(model.snapshot());
            weights.replaceAll((name, tensor) -> {
                if (!name.contains(".1.") || name.endsWith("num_batches_tracked")) {
                    return tensor;
                }
                double least = name.endsWith("running_var") ? 0.05 : name.endsWith("1.weight") ? 0.5 : -0.2;
                double[] values =
                        random.doubles(tensor.size(), least, least + 0.5).toArray();
                return HostTensor.of(values, tensor.shape());
            });
            return weights;
        }
    }

    private static float[][] noise(int windows, int samples) {
        SplittableRandom random = new SplittableRandom(4);
        float[][] noise = new float[windows][samples];
        for (float[] window : noise) {
            for (int n = 0; n < samples; n++) {
                window[n] = (float) random.nextDouble(-0.5, 0.5);
            }
        }
        return noise;
    }

    @ParameterizedTest
    @CsvSource({
        "22050, 0.0625, 59049, none",
        "22050, 0.3, 59049, none",
        "22050, 0.25, 59049, dataset",
        "22050, 0.01, 60000, none",
        "16000, 0.125, 43740, none",
        "8000, 0.25, 20736, none",
        "8000, 0.125, 20800, dataset",
    })
    void plainJavaGivesWhatTheEngineGives(int sampleRateHz, double width, int samples, String normalize) {
        ModelConfig published = ModelConfig.forSampleRate(sampleRateHz);
        Normalize kind = normalize.equals("none") ? Normalize.NONE : Normalize.DATASET;
        ModelConfig config = new ModelConfig(sampleRateHz, samples, published.strides(), "sample_cnn", width, 64, kind);
        Optional<Normalization> values =
                kind == Normalize.NONE ? Optional.empty() : Optional.of(new Normalization(0.02, 0.2));
        Map<String, HostTensor> weights = weights(config);
        float[][] windows = noise(3, samples);
        try (WindowEncoder torch = new TorchWindows(config, weights, values, Device.cpu(), 4);
                WindowEncoder java = EncoderKind.create(config, weights, values, Device.cpu(), 2)) {
            assertInstanceOf(VectorWindows.class, java);
            float[][] expected = torch.features(windows);
            float[][] found = java.features(windows);
            assertEquals(torch.featureDim(), java.featureDim());
            for (int n = 0; n < windows.length; n++) {
                double largest = 0;
                for (float value : expected[n]) {
                    largest = Math.max(largest, value);
                }
                for (int d = 0; d < expected[n].length; d++) {
                    assertEquals(expected[n][d], found[n][d], 1e-5 * Math.max(1, largest), "feature " + d);
                }
            }
        }
    }

    @Test
    void threadsDoNotMatter() {
        ModelConfig config = ModelConfig.forSampleRate(8000).withWidth(0.0625);
        Map<String, HostTensor> weights = weights(config);
        float[][] windows = noise(12, config.samples());
        try (WindowEncoder one = EncoderKind.create(config, weights, Optional.empty(), Device.cpu(), 1);
                WindowEncoder five = EncoderKind.create(config, weights, Optional.empty(), Device.cpu(), 5)) {
            float[][] expected = one.features(windows);
            float[][] found = five.features(windows);
            for (int n = 0; n < windows.length; n++) {
                assertArrayEquals(expected[n], found[n]);
            }
        }
    }

    /** Alone, at every place of a batch, beside silence and beside others: the same bits, on the engine too. */
    @Test
    void neighboursDoNotMatterToTheEngine() {
        ModelConfig config = ModelConfig.forSampleRate(8000).withWidth(0.0625);
        float[] window = noise(1, config.samples())[0];
        try (WindowEncoder torch = new TorchWindows(config, weights(config), Optional.empty(), Device.cpu(), 4)) {
            float[] alone = torch.features(new float[][] {window})[0];
            for (int size = 2; size <= 9; size++) {
                for (int place = 0; place < size; place++) {
                    float[][] windows =
                            place % 2 == 0 ? new float[size][config.samples()] : noise(size, config.samples());
                    windows[place] = window;
                    assertArrayEquals(alone, torch.features(windows)[place], size + " windows, place " + place);
                }
            }
        }
    }

    @Test
    void namesWhatIsMissingUnexpectedOrOfAnotherShape() {
        ModelConfig config = ModelConfig.forSampleRate(8000).withWidth(0.0625);
        Map<String, HostTensor> weights = weights(config);
        weights.remove("encoder.sequential.0.1.bias");
        weights.put("encoder.fc.weight", HostTensor.of(new float[2], 2));
        weights.put("encoder.sequential.1.0.bias", HostTensor.of(new float[3], 3));
        assertEquals(
                "missing encoder.sequential.0.1.bias; unexpected encoder.fc.weight;"
                        + " encoder.sequential.1.0.bias is [3], expected [8]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> EncoderKind.create(config, weights, Optional.empty(), Device.cpu(), 1))
                        .getMessage());
    }

    @Test
    void asksForTheStatisticsOfTheSamples() {
        ModelConfig config = ModelConfig.forSampleRate(8000).withWidth(0.0625).withNormalize(Normalize.DATASET);
        assertEquals(
                "model.normalize is dataset, but the mean and standard deviation of the samples are not with the"
                        + " weights; use a checkpoint that holds them, or model.normalize none",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> EncoderKind.create(config, weights(config), Optional.empty(), Device.cpu(), 1))
                        .getMessage());
    }
}
