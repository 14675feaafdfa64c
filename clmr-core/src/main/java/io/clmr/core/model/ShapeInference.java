package io.clmr.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads off the weights of a SampleCNN or a TUNe what its configuration was. */
final class ShapeInference {

    private static final int[] PUBLISHED_CHANNELS = SampleCnnGeometry.channels(9, 1.0);
    private static final int MAX_BLOCKS = 66;

    private ShapeInference() {}

    /**
     * Infers the configuration of a published network.
     *
     * @throws IllegalArgumentException if these are not the weights of one
     */
    static ModelConfig infer(Map<String, HostTensor> weights) {
        if (TuneInference.isTune(weights)) {
            return withProjection(TuneInference.infer(weights), weights);
        }
        List<long[]> kernels = kernels(weights);
        List<Integer> strides = new ArrayList<>();
        for (long[] kernel : kernels.subList(1, kernels.size() - 1)) {
            strides.add(Math.toIntExact(kernel[2]));
        }
        SampleCnnVariant variant = SampleCnnVariant.published().stream()
                .filter(known -> known.strides().equals(strides))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kernels " + strides
                        + " are those of no published sample rate (" + SampleCnnVariant.published() + ")"));
        double width = width(kernels)
                .orElseThrow(() -> new IllegalArgumentException("channels " + channels(kernels) + " are not "
                        + Arrays.toString(PUBLISHED_CHANNELS) + " times one width"));
        return withProjection(variant.config().withWidth(width), weights);
    }

    private static ModelConfig withProjection(ModelConfig config, Map<String, HostTensor> weights) {
        HostTensor output = weights.get("projector.2.weight");
        return output != null && output.shape().length == 2
                ? config.withProjectionDim(Math.toIntExact(output.shape()[0]))
                : config;
    }

    /** Returns the width these weights were saved with, if they are those of a SampleCNN with nine strides. */
    static Optional<Double> width(Map<String, HostTensor> weights) {
        try {
            return width(kernels(weights));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // then there is no width to tell
        }
    }

    /** Shapes [out, in, kernel] of the convolutions, first to last. */
    private static List<long[]> kernels(Map<String, HostTensor> weights) {
        List<long[]> kernels = new ArrayList<>();
        for (int block = 0; block < MAX_BLOCKS; block++) {
            HostTensor weight = weights.get("encoder.sequential." + block + ".0.weight");
            if (weight == null) {
                break;
            }
            long[] shape = weight.shape();
            if (shape.length != 3) {
                throw new IllegalArgumentException("encoder.sequential." + block + ".0.weight is "
                        + Arrays.toString(shape) + ", expected [out, in, kernel]");
            }
            kernels.add(shape);
        }
        if (kernels.size() < 3) {
            throw new IllegalArgumentException("found " + kernels.size()
                    + " convolutions named encoder.sequential.N.0.weight, expected 11: these are not the weights of a"
                    + " SampleCNN");
        }
        return kernels;
    }

    private static List<Long> channels(List<long[]> kernels) {
        return kernels.stream().map(shape -> shape[0]).toList();
    }

    /**
     * Many widths round to the same channel counts. Of those, a multiple of 1/64 is the likeliest to have been meant,
     * then the number with the fewest decimals.
     */
    private static Optional<Double> width(List<long[]> kernels) {
        if (kernels.size() != PUBLISHED_CHANNELS.length) {
            return Optional.empty();
        }
        long last = kernels.get(kernels.size() - 1)[0];
        double exact = last / (double) PUBLISHED_CHANNELS[PUBLISHED_CHANNELS.length - 1];
        if (exact * 64 == Math.rint(exact * 64) && gives(exact, kernels)) {
            return Optional.of(exact);
        }
        for (double unit = 1; unit <= 1e6; unit *= 10) {
            double rounded = Math.rint(exact * unit) / unit;
            if (gives(rounded, kernels)) {
                return Optional.of(rounded);
            }
        }
        return gives(exact, kernels) ? Optional.of(exact) : Optional.empty();
    }

    private static boolean gives(double width, List<long[]> kernels) {
        if (!(width > 0 && width <= 16)) {
            return false;
        }
        int[] expected = SampleCnnGeometry.channels(kernels.size() - 2, width);
        for (int i = 0; i < expected.length; i++) {
            if (kernels.get(i)[0] != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
