package io.clmr.core.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Reads off the weights of a TUNe with the published window and pools what its configuration was. */
final class TuneInference {

    private static final String FIRST = "encoder.conv1.layers.0.weight"; // [c, 1, 3]
    private static final String TAIL = "encoder.convDown%d.layers.0.weight";

    private TuneInference() {}

    static boolean isTune(Map<String, HostTensor> weights) {
        return weights.containsKey(FIRST);
    }

    /**
     * Infers the configuration.
     *
     * @throws IllegalArgumentException if these are the weights of no published TUNe of some width
     */
    static ModelConfig infer(Map<String, HostTensor> weights) {
        ModelConfig published = ModelConfig.defaults();
        int blocks = published.strides().size();
        long channels = shape(weights, FIRST)[0];
        long features = shape(weights, String.format(Locale.ROOT, TAIL, blocks))[0];
        boolean plus = shape(weights, String.format(Locale.ROOT, TAIL, 1))[1] != channels;
        double width = features / (double) TuneShape.FEATURES;
        ModelConfig config = new ModelConfig(
                published.sampleRateHz(),
                published.samples(),
                published.strides(),
                plus ? Tune.PLUS_NAME : Tune.NAME,
                width,
                published.projectionDim(),
                published.normalize());
        long expected = TuneShape.of(config.samples(), config.strides(), width, plus)
                .down()
                .get(0)
                .outputs();
        if (channels != expected) {
            throw new IllegalArgumentException(FIRST + " has " + channels + " channels beside " + features
                    + " features, expected " + expected + ": the weights of no published TUNe");
        }
        return config;
    }

    private static long[] shape(Map<String, HostTensor> weights, String name) {
        HostTensor weight = weights.get(name);
        if (weight == null || weight.shape().length != 3) {
            throw new IllegalArgumentException(name + " is "
                    + (weight == null ? "missing" : Arrays.toString(weight.shape()))
                    + ", expected [out, in, kernel]: these are not the weights of a published TUNe");
        }
        return weight.shape();
    }
}
