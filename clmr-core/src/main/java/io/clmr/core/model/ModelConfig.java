package io.clmr.core.model;

import java.util.List;
import java.util.Map;

/**
 * The network: what it hears and how large it is.
 *
 * @param sampleRateHz of the waveforms
 * @param samples in one window; the encoder says which numbers it takes
 * @param strides kernel and pool size of every block between the first and the last
 * @param encoder a name of the {@link EncoderRegistry}
 * @param width multiplies every channel count; 1.0 is the paper's network
 * @param projectionDim outputs of the projection head
 * @param normalize what is done to the samples first
 */
public record ModelConfig(
        int sampleRateHz,
        int samples,
        List<Integer> strides,
        String encoder,
        double width,
        int projectionDim,
        Normalize normalize) {

    public ModelConfig {
        requirePositive("sample_rate_hz", sampleRateHz);
        requirePositive("samples", samples);
        requirePositive("projection_dim", projectionDim);
        strides = List.copyOf(strides);
        if (!(width > 0 && width <= 16)) { // this way round, NaN is refused too
            throw new IllegalArgumentException("width is " + width + ", expected a number above 0, at most 16");
        }
        EncoderProvider provider = EncoderRegistry.load().find(encoder);
        provider.check(samples, strides, width);
        provider.checkHead(samples, projectionDim, width);
    }

    /** The published network for 22,050 Hz. */
    public static ModelConfig defaults() {
        return forSampleRate(22050);
    }

    /**
     * The published network for a sample rate.
     *
     * @param sampleRateHz 22050, 16000 or 8000
     */
    public static ModelConfig forSampleRate(int sampleRateHz) {
        return SampleCnnVariant.of(sampleRateHz).config();
    }

    /**
     * Reads the configuration off the weights of a published SampleCNN or TUNe, as far as they show it; the rest is as
     * published.
     *
     * @param weights by the names of {@link ContrastiveModel#state()}
     * @throws IllegalArgumentException if these are not the weights of one of some width
     */
    public static ModelConfig inferredFrom(Map<String, HostTensor> weights) {
        return ShapeInference.infer(weights);
    }

    public ModelConfig withWidth(double newWidth) {
        return new ModelConfig(sampleRateHz, samples, strides, encoder, newWidth, projectionDim, normalize);
    }

    public ModelConfig withProjectionDim(int newProjectionDim) {
        return new ModelConfig(sampleRateHz, samples, strides, encoder, width, newProjectionDim, normalize);
    }

    public ModelConfig withNormalize(Normalize newNormalize) {
        return new ModelConfig(sampleRateHz, samples, strides, encoder, width, projectionDim, newNormalize);
    }

    private static void requirePositive(String key, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " is " + value + ", expected 1 or more");
        }
    }
}
