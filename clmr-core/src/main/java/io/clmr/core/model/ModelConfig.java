package io.clmr.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private static final int MAX_SAMPLE_RATE_HZ = 768_000; // twice what any audio interface records
    private static final int MAX_SAMPLES = 1 << 24; // twelve minutes at 22,050 Hz
    private static final int MAX_PROJECTION_DIM = 1 << 20;

    public ModelConfig {
        requireWithin("sample_rate_hz", sampleRateHz, MAX_SAMPLE_RATE_HZ);
        requireWithin("samples", samples, MAX_SAMPLES);
        requireWithin("projection_dim", projectionDim, MAX_PROJECTION_DIM);
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

    /**
     * Refuses weights that are not those of this network, from their shapes alone: nothing of the network's size is made.
     *
     * @param weights by the names of {@link ContrastiveModel#state()}; those of the projection head may be missing
     * @throws IllegalArgumentException naming what is missing, unexpected or of another shape
     */
    public void checkShapes(Map<String, HostTensor> weights) {
        Optional<Map<String, long[]>> shapes =
                EncoderRegistry.load().find(encoder).shapes(this);
        if (shapes.isEmpty()) {
            return;
        }
        Map<String, long[]> expected = new LinkedHashMap<>(shapes.get());
        if (weights.keySet().stream().noneMatch(name -> name.startsWith("projector."))) {
            expected.keySet().removeIf(name -> name.startsWith("projector."));
        }
        Optional<String> mismatch = WeightCheck.mismatch(expected, weights);
        if (mismatch.isPresent()) {
            throw new IllegalArgumentException(mismatch.get());
        }
    }

    private static void requireWithin(String key, int value, int most) {
        if (value < 1) {
            throw new IllegalArgumentException(key + " is " + value + ", expected 1 or more");
        }
        if (value > most) {
            throw new IllegalArgumentException(key + " is " + value + ", expected at most " + most);
        }
    }
}
