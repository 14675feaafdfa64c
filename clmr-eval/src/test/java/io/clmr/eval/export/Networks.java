package io.clmr.eval.export;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import io.clmr.eval.probe.SavedHead;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Encoders and heads of random numbers. */
final class Networks {

    static final ModelConfig SMALL = ModelConfig.defaults().withWidth(0.0625);

    private Networks() {}

    /** Returns an encoder with start values, but BatchNorms as training leaves them: no number is that of the start. */
    static Checkpoint random(ModelConfig config, long seed, Optional<Normalization> normalization) {
        Map<String, HostTensor> weights = new LinkedHashMap<>();
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, seed)) {
            weights.putAll(model.snapshot());
        }
        SplittableRandom random = new SplittableRandom(seed);
        weights.replaceAll((name, tensor) -> {
            if (name.endsWith(".1.weight")) {
                return uniform(random, 0.5, 1.5, tensor.size());
            }
            if (name.endsWith(".running_var")) {
                return uniform(random, 0.05, 0.2, tensor.size());
            }
            return name.endsWith(".1.bias") || name.endsWith(".running_mean")
                    ? uniform(random, -0.2, 0.2, tensor.size())
                    : tensor;
        });
        return new Checkpoint(Path.of("random"), config, weights, normalization);
    }

    private static HostTensor uniform(SplittableRandom random, double low, double high, int size) {
        double[] values = new double[size];
        for (int n = 0; n < size; n++) {
            values[n] = low + (high - low) * random.nextDouble();
        }
        return HostTensor.of(values, size);
    }

    /** Returns a head for three tags, with a hidden layer if its size is above 0. */
    static SavedHead head(int featureDim, int hidden, boolean softmax) {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, float[][]> weights = new LinkedHashMap<>();
        if (hidden > 0) {
            add(weights, "0", random, featureDim, hidden);
            add(weights, "2", random, hidden, 3);
        } else {
            add(weights, "0", random, featureDim, 3);
        }
        return SavedHead.of(
                weights,
                new SavedHead.Description(
                        hidden > 0 ? "mlp" : "linear",
                        softmax ? "softmax" : "sigmoid",
                        "probabilities",
                        List.of("fast", "slow", "l\"oud"),
                        "random",
                        "",
                        22050,
                        59049));
    }

    private static void add(
            Map<String, float[][]> weights, String layer, SplittableRandom random, int inputs, int outputs) {
        float[][] weight = new float[outputs][inputs];
        float[][] bias = new float[1][outputs];
        for (int out = 0; out < outputs; out++) {
            bias[0][out] = (float) (random.nextDouble() - 0.5);
            for (int in = 0; in < inputs; in++) {
                weight[out][in] = (float) (random.nextDouble() - 0.5);
            }
        }
        weights.put(layer + ".weight", weight);
        weights.put(layer + ".bias", bias);
    }

    /** Returns tones of different pitch and loudness, each with some noise. */
    static float[][] sounds(int windows, int samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] sounds = new float[windows][samples];
        for (float[] window : sounds) {
            double loudness = 0.05 + 0.8 * random.nextDouble();
            double step = Math.exp(Math.log(0.005) + 5 * random.nextDouble()); // radians a sample
            double noise = 0.2 * random.nextDouble();
            for (int n = 0; n < samples; n++) {
                window[n] = (float) (loudness * Math.sin(step * n) + noise * (random.nextDouble() - 0.5));
            }
        }
        return sounds;
    }
}
