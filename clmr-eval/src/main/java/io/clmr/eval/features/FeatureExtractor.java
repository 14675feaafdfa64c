package io.clmr.eval.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.FrozenEncoder;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A frozen encoder: windows of samples in, features out.
 *
 * <p>Windows are always computed in batches of one size, the last filled up with zeros, because the engine may choose
 * another algorithm for another shape. So the features of a window do not depend on how many others were asked for
 * with it. Safe for use by several threads.
 */
public final class FeatureExtractor implements AutoCloseable {
    // Few windows at a time stay in the processor's cache: faster than 16 at every width measured
    private static final int CPU_BATCH = 4;
    private static final int GPU_BATCH = 64;

    private final ModelConfig config;
    private final int featureDim;
    private final String fingerprint;
    private final int batch;
    private final NDManager manager;
    private final FrozenEncoder encoder;

    private FeatureExtractor(ContrastiveModel model, Device device, int batch) {
        this.batch = batch;
        config = model.config();
        featureDim = model.featureDim();
        Map<String, HostTensor> weights = model.snapshot();
        fingerprint = Fingerprint.of(config, weights, model.normalization());
        manager = TorchEngine.get().newBaseManager(device);
        try {
            ContrastiveModel copy = ContrastiveModel.create(config, manager, DataType.FLOAT32, 0);
            copy.load(weights);
            model.normalization().ifPresent(copy::setNormalization);
            encoder = copy.freeze(); // closed with the manager, as the copy is
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Opens a run folder, a checkpoint folder or a file of weights. */
    public static FeatureExtractor open(Path checkpoint, Device device) throws IOException {
        return open(Checkpoint.open(checkpoint), device);
    }

    /** Freezes the encoder of a checkpoint. */
    public static FeatureExtractor open(Checkpoint checkpoint, Device device) throws IOException {
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = checkpoint.restore(manager, DataType.FLOAT32)) {
            return of(model, device);
        }
    }

    /** Freezes an encoder with the start values of a seed; there is no training set to normalise samples by. */
    public static FeatureExtractor untrained(ModelConfig config, long seed, Device device) {
        ModelConfig plain = config.withNormalize(Normalize.NONE);
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = ContrastiveModel.create(plain, manager, DataType.FLOAT32, seed)) {
            return of(model, device);
        }
    }

    /** Freezes a copy of the encoder as it is now; the model may go on training. */
    public static FeatureExtractor of(ContrastiveModel model, Device device) {
        return of(model, device, defaultBatch(device));
    }

    /**
     * Freezes a copy of the encoder as it is now.
     *
     * @param batch windows computed at a time
     */
    public static FeatureExtractor of(ContrastiveModel model, Device device, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch is " + batch + ", expected at least 1");
        }
        return new FeatureExtractor(model, device, batch);
    }

    private static int defaultBatch(Device device) {
        return device.isGpu() ? GPU_BATCH : CPU_BATCH;
    }

    public ModelConfig config() {
        return config;
    }

    public int featureDim() {
        return featureDim;
    }

    /** Returns the length of a window in samples. */
    public int windowSamples() {
        return config.samples();
    }

    /** Returns how many windows are computed at a time; asking for a multiple wastes nothing. */
    public int batch() {
        return batch;
    }

    /** Returns a hash of the configuration and the encoder's weights. */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Computes the features of windows.
     *
     * @param windows [windows][windowSamples], -1 to 1
     * @return [windows][featureDim]
     */
    public float[][] features(float[][] windows) {
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
                features[from + n] = Arrays.copyOfRange(out, n * featureDim, (n + 1) * featureDim);
            }
        }
        return features;
    }

    private float[] flatten(float[][] windows, int from, int count) {
        int samples = config.samples();
        float[] flat = new float[batch * samples];
        for (int n = 0; n < count; n++) {
            float[] window = windows[from + n];
            if (window.length != samples) {
                throw new IllegalArgumentException(
                        "window " + (from + n) + " has " + window.length + " samples, expected " + samples);
            }
            System.arraycopy(window, 0, flat, n * samples, samples);
        }
        return flat;
    }

    @Override
    public void close() {
        manager.close();
    }
}
