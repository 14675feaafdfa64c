package io.clmr.eval.features;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import io.clmr.core.model.Normalize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A frozen encoder: windows of samples in, features out.
 *
 * <p>On the CPU it is computed in plain Java where the encoder allows and Java has its Vector API, else by the native engine;
 * opening a checkpoint for plain Java does not start the engine. The features of a window depend on the window and the weights
 * alone, not on how many others were asked for with it nor on threads. Safe for use by several threads.
 */
public final class FeatureExtractor implements AutoCloseable {
    private final ModelConfig config;
    private final String fingerprint;
    private final WindowEncoder encoder;

    private FeatureExtractor(
            ModelConfig config,
            Map<String, HostTensor> weights,
            Optional<Normalization> normalization,
            Device device,
            int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is " + threads + ", expected at least 1");
        }
        this.config = config;
        fingerprint = Fingerprint.of(config, weights, normalization);
        encoder = EncoderKind.create(config, weights, normalization, device, threads);
    }

    /** Opens a run folder, a checkpoint folder or a file of weights. */
    public static FeatureExtractor open(Path checkpoint, Device device) throws IOException {
        return open(Checkpoint.open(checkpoint), device);
    }

    /** Freezes the encoder of a checkpoint. */
    public static FeatureExtractor open(Checkpoint checkpoint, Device device) throws IOException {
        return open(checkpoint, device, processors());
    }

    /**
     * Freezes the encoder of a checkpoint.
     *
     * @param threads that plain Java uses; the native engine has its own number
     */
    public static FeatureExtractor open(Checkpoint checkpoint, Device device, int threads) throws IOException {
        try {
            return new FeatureExtractor(
                    checkpoint.config(), checkpoint.weights(), checkpoint.normalization(), device, threads);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(checkpoint.file() + ": " + e.getMessage(), e);
        }
    }

    /** Freezes an encoder with the start values of a seed; there is no training set to normalise samples by. */
    public static FeatureExtractor untrained(ModelConfig config, long seed, Device device) {
        return untrained(config, seed, device, processors());
    }

    /**
     * Freezes an encoder with the start values of a seed; there is no training set to normalise samples by.
     *
     * @param threads that plain Java uses; the native engine has its own number
     */
    public static FeatureExtractor untrained(ModelConfig config, long seed, Device device, int threads) {
        ModelConfig plain = config.withNormalize(Normalize.NONE);
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = ContrastiveModel.create(plain, manager, DataType.FLOAT32, seed)) {
            return of(model, device, threads);
        }
    }

    /** Freezes a copy of the encoder as it is now; the model may go on training. */
    public static FeatureExtractor of(ContrastiveModel model, Device device) {
        return of(model, device, processors());
    }

    private static FeatureExtractor of(ContrastiveModel model, Device device, int threads) {
        return new FeatureExtractor(model.config(), model.snapshot(), model.normalization(), device, threads);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    public ModelConfig config() {
        return config;
    }

    public int featureDim() {
        return encoder.featureDim();
    }

    /** Returns the length of a window in samples. */
    public int windowSamples() {
        return config.samples();
    }

    /** Returns how many windows are best computed at a time. */
    public int batch() {
        return encoder.batch();
    }

    /** Returns what the windows are computed with, in a few words. */
    public String description() {
        return encoder.description();
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
        for (int n = 0; n < windows.length; n++) {
            if (windows[n].length != config.samples()) {
                throw new IllegalArgumentException(
                        "window " + n + " has " + windows[n].length + " samples, expected " + config.samples());
            }
        }
        return encoder.features(windows);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
