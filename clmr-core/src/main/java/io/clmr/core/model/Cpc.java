package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The networks of contrastive predictive coding on raw audio: strided convolutions make an encoding of every moment,
 * gated recurrent units a context of all up to it (van den Oord, Li and Vinyals, Representation Learning with Contrastive
 * Predictive Coding, 2018, sections 2.2 and 3.1), with the sizes of the baseline in the first published version of CLMR
 * (github.com/Spijkervet/CLMR, {@code modules/cpc}).
 *
 * <p>Seven convolutions of 512 channels, each with a ReLU and without a norm, turn [batch, 1, 59049] into encodings
 * [batch, 124, 512]; 256 units make contexts [batch, 124, 256] of them, whose mean over time is the representation. The
 * head predicts the next encodings from each context; its {@code projection_dim} is 512 times the number of steps.
 */
public final class Cpc extends AbstractBlock implements SequenceEncoder {

    /** The name in the configuration. */
    public static final String NAME = "cpc";

    /** Of the convolutions, in samples or encodings; no others are possible. */
    public static final List<Integer> STRIDES = List.of(5, 3, 2, 2, 2, 2, 2);

    /** Zeros on either side of the convolutions' inputs. */
    public static final List<Integer> PADDINGS = List.of(2, 2, 2, 2, 1, 1, 1);

    private static final byte VERSION = 1;
    private static final List<Integer> KERNELS = List.of(10, 6, 4, 4, 4, 2, 2);
    private static final int CHANNELS = 512;
    private static final int CONTEXT = 256;

    private final int samples;
    private final int channels;
    private final int contextDim;
    private final List<Conv1d> convolutions = new ArrayList<>();
    private final Gru context;

    private Cpc(int samples, double width, WeightInit init) {
        super(VERSION);
        this.samples = samples;
        channels = scaled(CHANNELS, width);
        contextDim = scaled(CONTEXT, width);
        for (int i = 0; i < STRIDES.size(); i++) {
            Conv1d convolution = Conv1d.builder()
                    .setFilters(channels)
                    .setKernelShape(new Shape(KERNELS.get(i)))
                    .optStride(new Shape(STRIDES.get(i)))
                    .optPadding(new Shape(PADDINGS.get(i)))
                    .build();
            long fanIn = (i == 0 ? 1L : channels) * KERNELS.get(i);
            convolution.setInitializer(init.uniform("encoder." + name(i) + ".weight", fanIn), "weight");
            convolution.setInitializer(init.uniform("encoder." + name(i) + ".bias", fanIn), "bias");
            convolutions.add(addChildBlock("layer" + i, convolution));
        }
        context = addChildBlock("context", new Gru(channels, contextDim, init, "encoder.autoregressor"));
    }

    private static String name(int layer) {
        return "seq.layer-" + layer + ".0";
    }

    /** Rounds half to even, as the other encoders do. */
    private static int scaled(int published, double width) {
        return Math.max(1, (int) Math.rint(published * width));
    }

    /** Puts CPC into the table of encoders. */
    static final class Provider implements EncoderProvider {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public void check(int samples, List<Integer> strides, double width) {
            if (!strides.equals(STRIDES)) {
                throw new IllegalArgumentException(
                        "strides is " + strides + ", expected " + STRIDES + ", the only ones of encoder cpc");
            }
            if (length(samples) < 2) {
                throw new IllegalArgumentException(
                        "samples is " + samples + ", too few for encoder cpc, expected 146 or more");
            }
        }

        @Override
        public void checkHead(int samples, int projectionDim, double width) {
            int channels = scaled(CHANNELS, width);
            if (projectionDim % channels != 0) {
                throw new IllegalArgumentException("projection_dim is " + projectionDim + ", expected a multiple of "
                        + channels + " for encoder cpc: that many for each step into the future, " + 20 * channels
                        + " for the published 20");
            }
            if (projectionDim / channels >= length(samples)) {
                throw new IllegalArgumentException("projection_dim is " + projectionDim + ", which predicts "
                        + projectionDim / channels + " steps of " + length(samples)
                        + " in a window of samples " + samples + ", expected fewer steps or more samples");
            }
        }

        @Override
        public Optional<Map<String, long[]>> shapes(ModelConfig config) {
            int channels = scaled(CHANNELS, config.width());
            int units = scaled(CONTEXT, config.width());
            Map<String, long[]> shapes = new LinkedHashMap<>();
            for (int i = 0; i < STRIDES.size(); i++) {
                String prefix = "encoder." + Cpc.name(i);
                shapes.put(prefix + ".weight", new long[] {channels, i == 0 ? 1 : channels, KERNELS.get(i)});
                shapes.put(prefix + ".bias", new long[] {channels});
            }
            Gru.shapes(channels, units).forEach((name, shape) -> shapes.put("encoder.autoregressor." + name, shape));
            shapes.put("projector.predictor.weight", new long[] {config.projectionDim(), units});
            return Optional.of(shapes);
        }

        @Override
        public int futureSteps(ModelConfig config) {
            return config.projectionDim() / scaled(CHANNELS, config.width());
        }

        @Override
        public Encoder create(ModelConfig config, WeightInit init) {
            return new Cpc(config.samples(), config.width(), init);
        }

        @Override
        public Head createHead(ModelConfig config, int featureDim, WeightInit init) {
            return new FuturePredictor(featureDim, config.projectionDim(), init);
        }
    }

    private static long length(long samples) {
        long length = samples;
        for (int i = 0; i < STRIDES.size(); i++) {
            length = lengthAfter(i, length);
        }
        return length;
    }

    private static long lengthAfter(int layer, long length) {
        return Math.floorDiv(length + 2L * PADDINGS.get(layer) - KERNELS.get(layer), STRIDES.get(layer)) + 1;
    }

    @Override
    public int featureDim() {
        return contextDim;
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public long multiplyAdds() {
        long sum = 0;
        long length = samples;
        for (int i = 0; i < STRIDES.size(); i++) {
            length = lengthAfter(i, length);
            sum += length * channels * (i == 0 ? 1 : channels) * KERNELS.get(i);
        }
        return sum + context.multiplyAdds(length);
    }

    @Override
    public Map<String, Parameter> namedParameters() {
        Map<String, Parameter> named = new LinkedHashMap<>();
        for (int i = 0; i < convolutions.size(); i++) {
            for (String part : List.of("weight", "bias")) {
                Parameter parameter = convolutions.get(i).getDirectParameters().get(part);
                named.put(name(i) + "." + part, Objects.requireNonNull(parameter));
            }
        }
        context.namedParameters().forEach((part, parameter) -> named.put("autoregressor." + part, parameter));
        return Collections.unmodifiableMap(named);
    }

    @Override
    public Sequence sequence(ParameterStore parameterStore, NDArray waveforms, boolean training) {
        Shape found = waveforms.getShape();
        if (found.dimension() != 3 || found.get(1) != 1 || found.get(2) != samples) {
            throw new IllegalArgumentException("waveforms are " + found + ", expected [batch, 1, " + samples + "]");
        }
        NDArray x = waveforms;
        for (Conv1d convolution : convolutions) {
            x = Activation.relu(
                    convolution.forward(parameterStore, new NDList(x), training).singletonOrThrow());
        }
        NDArray encodings = x.transpose(0, 2, 1); // [batch, length, channels]
        NDArray contexts =
                context.forward(parameterStore, new NDList(encodings), training).singletonOrThrow();
        return new Sequence(encodings, contexts);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, PairList<String, Object> params) {
        Sequence sequence = sequence(parameterStore, inputs.singletonOrThrow(), training);
        return new NDList(sequence.contexts().mean(new int[] {1})); // [batch, featureDim]
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes;
        for (Conv1d convolution : convolutions) {
            convolution.initialize(manager, dataType, shapes);
            shapes = convolution.getOutputShapes(shapes);
        }
        context.initialize(manager, dataType, new Shape(1, shapes[0].get(2), channels));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), contextDim)};
    }
}
