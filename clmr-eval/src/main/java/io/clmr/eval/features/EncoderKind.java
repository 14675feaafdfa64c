package io.clmr.eval.features;

import ai.djl.Device;
import io.clmr.core.model.EncoderRegistry;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import io.clmr.core.model.Normalize;
import io.clmr.encoder.ConvLayer;
import io.clmr.encoder.VectorEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses what computes an encoder: on the CPU plain Java where it can, because it is several times faster; else the native
 * engine.
 */
final class EncoderKind {
    /** System property that forces a choice: {@code vector} or {@code torch}. */
    static final String PROPERTY = "clmr.encoder";

    // Few windows at a time stay in the processor's cache: faster than 16 at every width measured
    private static final int TORCH_CPU_BATCH = 4;
    private static final int TORCH_GPU_BATCH = 64;

    private EncoderKind() {}

    /**
     * Makes the encoder.
     *
     * @param weights by the names of {@code ContrastiveModel.state()}; a projection head is not looked at
     * @param threads that plain Java uses
     * @throws IllegalArgumentException if the weights are not those of the configuration
     */
    static WindowEncoder create(
            ModelConfig config,
            Map<String, HostTensor> weights,
            Optional<Normalization> normalization,
            Device device,
            int threads) {
        if (config.normalize() != Normalize.NONE && normalization.isEmpty()) {
            throw new IllegalArgumentException("model.normalize is dataset, but the mean and standard deviation of the"
                    + " samples are not with the weights; use a checkpoint that holds them, or model.normalize none");
        }
        String wanted = System.getProperty(PROPERTY, "");
        return switch (wanted) {
            case "" ->
                vector(config, weights, normalization, device, threads)
                        .orElseGet(() -> torch(config, weights, normalization, device));
            case "torch" -> torch(config, weights, normalization, device);
            case "vector" ->
                vector(config, weights, normalization, device, threads)
                        .orElseThrow(
                                () -> new IllegalArgumentException(PROPERTY + " is vector, which needs the CPU (got "
                                        + device + "), the encoder sample_cnn (got " + config.encoder()
                                        + ") and a Java started with --add-modules jdk.incubator.vector"));
            default ->
                throw new IllegalArgumentException(PROPERTY + " is " + wanted + ", expected vector, torch or nothing");
        };
    }

    private static Optional<WindowEncoder> vector(
            ModelConfig config,
            Map<String, HostTensor> weights,
            Optional<Normalization> normalization,
            Device device,
            int threads) {
        if (device.isGpu() || !VectorEncoder.isAvailable()) {
            return Optional.empty();
        }
        Map<String, HostTensor> encoderOnly = new LinkedHashMap<>(weights);
        encoderOnly.keySet().removeIf(name -> name.startsWith("projector."));
        Optional<List<ConvLayer>> layers =
                EncoderRegistry.load().find(config.encoder()).convolutions(config, encoderOnly);
        return layers.map(
                found -> new VectorWindows(new VectorEncoder(found, config.samples()), normalization, threads));
    }

    private static WindowEncoder torch(
            ModelConfig config, Map<String, HostTensor> weights, Optional<Normalization> normalization, Device device) {
        int batch = device.isGpu() ? TORCH_GPU_BATCH : TORCH_CPU_BATCH;
        return new TorchWindows(config, weights, normalization, device, batch);
    }
}
