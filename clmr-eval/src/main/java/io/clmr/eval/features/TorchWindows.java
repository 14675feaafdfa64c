package io.clmr.eval.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.FrozenEncoder;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The native engine, on any device.
 *
 * <p>Windows are always computed in batches of one size, the last filled up with zeros, because the engine may choose
 * another algorithm for another shape.
 */
final class TorchWindows implements WindowEncoder {
    private final ModelConfig config;
    private final int batch;
    private final NDManager manager;
    private final FrozenEncoder encoder;

    /** @param weights of the encoder, and of the projection head or not */
    TorchWindows(
            ModelConfig config,
            Map<String, HostTensor> weights,
            Optional<Normalization> normalization,
            Device device,
            int batch) {
        this.config = config;
        this.batch = batch;
        manager = TorchEngine.get().newBaseManager(device);
        try {
            ContrastiveModel model = ContrastiveModel.create(config, manager, DataType.FLOAT32, 0);
            model.loadEncoder(weights);
            normalization.ifPresent(model::setNormalization);
            encoder = model.freeze(); // closed with the manager, as the model is
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public int featureDim() {
        return encoder.featureDim();
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public String description() {
        Device device = manager.getDevice();
        return "libtorch on " + (device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu");
    }

    @Override
    public float[][] features(float[][] windows) {
        int dim = featureDim();
        float[][] features = new float[windows.length][];
        for (int from = 0; from < windows.length; from += batch) {
            int count = Math.min(batch, windows.length - from);
            float[] flat = flatten(windows, from, count);
            float[] out;
            try (NDManager scope = manager.newSubManager()) {
                NDArray waveforms = scope.create(flat, new Shape(batch, 1, config.samples()));
                out = encoder.encode(waveforms).toFloatArray(); // [batch, featureDim]
            }
            for (int n = 0; n < count; n++) {
                features[from + n] = Arrays.copyOfRange(out, n * dim, (n + 1) * dim);
            }
        }
        return features;
    }

    private float[] flatten(float[][] windows, int from, int count) {
        int samples = config.samples();
        float[] flat = new float[batch * samples];
        for (int n = 0; n < count; n++) {
            System.arraycopy(windows[from + n], 0, flat, n * samples, samples);
        }
        return flat;
    }

    @Override
    public void close() {
        manager.close();
    }
}
