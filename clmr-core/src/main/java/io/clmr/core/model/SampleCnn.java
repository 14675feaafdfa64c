package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.clmr.core.engine.Precision;
import io.clmr.encoder.ConvLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * SampleCNN, the encoder of the paper: small convolutions over raw samples until one sample is left.
 *
 * <p>At width 1.0 and 22,050 Hz, where s is the pool and also the kernel:
 *
 * <pre>
 * block 0       1 → 128, kernel 3, stride 3      [batch, 128, 19683]
 * blocks 1–2  128 → 128, s 3                     [batch, 128, 6561], 2187
 * blocks 3–8  128 → 256 → 256, s 3               [batch, 256, 729], 243, 81, 27, 9, 3
 * block 9     256 → 512, s 3                     [batch, 512, 1]
 * block 10    512 → 512, kernel 3                [batch, 512, 1]
 * </pre>
 *
 * Every convolution but the first is padded by 1 on both ends.
 */
public final class SampleCnn extends AbstractBlock implements Encoder {

    /** The name in the configuration. */
    public static final String NAME = "sample_cnn";

    private static final byte VERSION = 1;

    private final int samples;
    private final int featureDim;
    private final List<ConvBlock> blocks = new ArrayList<>();
    /** The blocks that are trained one operation at a time, the first ones; {@link #scripted} does the rest. */
    private int plainBlocks;

    private Optional<ScriptedBlocks> scripted = Optional.empty();

    /**
     * Makes the network; its parameters get their start values when it is initialised.
     *
     * @param samples in one window
     * @param strides of the blocks between the first and the last
     * @param width multiplies the channels of every block
     * @throws IllegalArgumentException if the window does not end at one sample
     */
    public SampleCnn(int samples, List<Integer> strides, double width, WeightInit init) {
        super(VERSION);
        SampleCnnGeometry.check(samples, strides);
        this.samples = samples;
        int[] channels = SampleCnnGeometry.channels(strides.size(), width);
        add(ConvBlock.first(channels[0]), init, 1);
        for (int i = 0; i < strides.size(); i++) {
            add(ConvBlock.pooled(channels[i + 1], strides.get(i)), init, channels[i]);
        }
        featureDim = channels[channels.length - 1];
        add(ConvBlock.last(featureDim), init, channels[channels.length - 2]);
    }

    private void add(ConvBlock block, WeightInit init, int inputChannels) {
        int index = blocks.size();
        block.startingFrom(init, "encoder.sequential." + index, inputChannels);
        blocks.add(addChildBlock("block" + index, block));
    }

    /** Puts SampleCNN into the table of encoders. */
    static final class Provider implements EncoderProvider {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public void check(int samples, List<Integer> strides, double width) {
            SampleCnnGeometry.check(samples, strides);
        }

        @Override
        public Encoder create(ModelConfig config, WeightInit init) {
            return new SampleCnn(config.samples(), config.strides(), config.width(), init);
        }

        @Override
        public Optional<Map<String, long[]>> shapes(ModelConfig config) {
            List<BlockShape> blocks = BlockShape.of(config.strides(), config.width());
            Map<String, long[]> shapes = encoderShapes(blocks);
            shapes.putAll(ProjectionHead.shapes(blocks.get(blocks.size() - 1).outputs(), config.projectionDim()));
            return Optional.of(shapes);
        }

        private static Map<String, long[]> encoderShapes(List<BlockShape> blocks) {
            Map<String, long[]> shapes = new LinkedHashMap<>();
            for (int i = 0; i < blocks.size(); i++) {
                blocks.get(i).addParameters("encoder.sequential." + i + ".", shapes);
            }
            return shapes;
        }

        @Override
        public Optional<List<ConvLayer>> convolutions(ModelConfig config, Map<String, HostTensor> weights) {
            List<BlockShape> shapes = BlockShape.of(config.strides(), config.width());
            Map<String, long[]> expected = encoderShapes(shapes);
            Optional<String> mismatch = WeightCheck.mismatch(expected, weights, config);
            if (mismatch.isPresent()) {
                throw new IllegalArgumentException(mismatch.get());
            }
            List<ConvLayer> layers = new ArrayList<>();
            for (int i = 0; i < shapes.size(); i++) {
                String prefix = "encoder.sequential." + i + ".";
                layers.add(NormFolding.fold(
                        name -> Objects.requireNonNull(weights.get(prefix + name))
                                .toDoubles(),
                        shapes.get(i),
                        ConvBlock.EPSILON));
            }
            return Optional.of(layers);
        }
    }

    @Override
    public int featureDim() {
        return featureDim;
    }

    @Override
    public int samples() {
        return samples;
    }

    @Override
    public long multiplyAdds() {
        long sum = 0;
        Shape[] shapes = {new Shape(1, 1, samples)};
        for (ConvBlock block : blocks) {
            sum += block.multiplyAdds(shapes[0]);
            shapes = block.getOutputShapes(shapes);
        }
        return sum;
    }

    @Override
    public Map<String, Parameter> namedParameters() {
        Map<String, Parameter> named = new LinkedHashMap<>();
        for (int i = 0; i < blocks.size(); i++) {
            String prefix = "sequential." + i + ".";
            blocks.get(i).namedParameters().forEach((name, parameter) -> named.put(prefix + name, parameter));
        }
        return Collections.unmodifiableMap(named);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, PairList<String, Object> params) {
        checkInput(inputs.singletonOrThrow());
        NDList x = inputs;
        for (ConvBlock block : training ? blocks.subList(0, plainBlocks) : blocks) {
            x = block.forward(parameterStore, x, training); // [batch, channels, length]
        }
        NDArray last = x.singletonOrThrow();
        return new NDList(flattened(training ? scriptedPass(last, parameterStore) : last));
    }

    private NDArray scriptedPass(NDArray x, ParameterStore parameterStore) {
        if (scripted.isEmpty()) {
            return x;
        }
        NDList weights = new NDList();
        for (ConvBlock block : blocks.subList(plainBlocks, blocks.size())) {
            weights.addAll(block.arrays(parameterStore, x.getDevice()));
            block.countBatch(parameterStore, x.getDevice());
        }
        return scripted.get().forward(x, weights);
    }

    @Override
    public void trainIn(Precision precision, NDManager manager, DataType dataType) {
        plainBlocks = blocks.size();
        scripted = Optional.empty();
        if (precision == Precision.BFLOAT16) {
            plainBlocks = 0;
            scripted = Optional.of(ScriptedBlocks.inBfloat16(shapes(0), manager));
        } else if (dataType == DataType.FLOAT32 && !manager.getDevice().isGpu()) {
            // not the first block: its norm of one input channel is more exact in the plain layout
            scripted = ScriptedBlocks.inBlockedLayout(shapes(1), manager);
            plainBlocks = scripted.isPresent() ? 1 : blocks.size();
        }
    }

    private List<BlockShape> shapes(int from) {
        return blocks.subList(from, blocks.size()).stream()
                .map(ConvBlock::shape)
                .toList();
    }

    /** From [batch, featureDim, 1]. */
    private NDArray flattened(NDArray last) {
        return last.reshape(last.getShape().get(0), featureDim);
    }

    private void checkInput(NDArray waveforms) {
        Shape shape = waveforms.getShape();
        if (shape.dimension() != 3 || shape.get(1) != 1 || shape.get(2) != samples) {
            throw new IllegalArgumentException("waveforms are " + shape + ", expected [batch, 1, " + samples + "]");
        }
    }

    @Override
    public Optional<UnaryOperator<NDArray>> freeze(NDManager manager, DataType dataType) {
        List<FoldedBlock> folded = blocks.stream()
                .map(block -> FoldedBlock.of(block.fold(), manager, dataType))
                .toList();
        return Optional.of(waveforms -> {
            checkInput(waveforms);
            NDArray x = waveforms;
            for (FoldedBlock block : folded) {
                x = block.forward(x); // [batch, channels, length]
            }
            return flattened(x);
        });
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        Shape[] shapes = inputShapes;
        for (ConvBlock block : blocks) {
            block.initialize(manager, dataType, shapes);
            shapes = block.getOutputShapes(shapes);
        }
        trainIn(Precision.FLOAT32, manager, dataType);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), featureDim)};
    }
}
