package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * TUNe, the tailed U-Net: small convolutions down to coarse time, up again beside what was there before, and down a long
 * tail (Vélez Vásquez and Burgoyne, Tailed U-Net: Multi-Scale Music Representation Learning, ISMIR 2022).
 *
 * <p>With c = 11 channels and pools of 3, from [batch, 1, 59049]:
 *
 * <pre>
 * down   1 → c → 2c → 4c → 8c → 16c, a pool between     [batch, 16c, 729]
 * up     16c → 8c → 4c → 2c → c, four times: a transposed convolution that undoes the pool, joined with the output
 *        of the same length on the way down, a block    [batch, c, 59049]
 * tail   a pool before each of nine blocks
 *        c → 2c → 4c → 8c → 16c → 32c (four times) → 512  [batch, 512, 3]
 * mean over what is left of time                          [batch, 512]
 * </pre>
 *
 * A block is a convolution of kernel 3, a norm and a ReLU. TUNe+ also joins the way up's inputs, coarsest last, to those
 * of the first four blocks of the tail. Weights have the names of the published code, github.com/Marcel-Velez/TUNe.
 */
public final class Tune extends AbstractBlock implements Encoder {

    /** The name in the configuration. */
    public static final String NAME = "tune";

    /** TUNe+ in the configuration. */
    public static final String PLUS_NAME = "tune_plus";

    /** How often the way down shortens time by a pool and the way up undoes it. */
    public static final int LEVELS = 4;

    private static final byte VERSION = 1;

    private final TuneShape shape;
    private final List<ConvBlock> down;
    private final List<UpConvolution> up;
    private final List<ConvBlock> joined;
    private final List<ConvBlock> tail;

    /** Makes the network; its parameters get their start values when it is initialised. */
    Tune(TuneShape shape, WeightInit init) {
        super(VERSION);
        this.shape = shape;
        down = blocks("conv", 1, shape.down(), init);
        int first = down.size() + 1;
        up = new ArrayList<>();
        for (int i = 0; i < shape.up().size(); i++) {
            String name = "transposedConv" + (first + i);
            up.add(addChildBlock(name, new UpConvolution(shape.up().get(i), init, "encoder." + name)));
        }
        joined = blocks("conv", first, shape.joined(), init);
        tail = blocks("convDown", 1, shape.tail(), init);
    }

    private List<ConvBlock> blocks(String name, int from, List<BlockShape> shapes, WeightInit init) {
        List<ConvBlock> blocks = new ArrayList<>();
        for (BlockShape block : shapes) {
            String numbered = name + (from + blocks.size());
            ConvBlock made =
                    ConvBlock.of(block).startingForRelu(init, "encoder." + numbered + ".layers", block.inputs());
            blocks.add(addChildBlock(numbered, made));
        }
        return blocks;
    }

    /** Puts TUNe and TUNe+ into the table of encoders. */
    record Provider(String name, boolean plus) implements EncoderProvider {

        @Override
        public void check(int samples, List<Integer> strides, double width) {
            TuneShape.check(samples, strides);
        }

        @Override
        public Optional<Map<String, long[]>> shapes(ModelConfig config) {
            TuneShape shape = TuneShape.of(config.samples(), config.strides(), config.width(), plus);
            Map<String, long[]> shapes = new LinkedHashMap<>();
            int first = shape.down().size() + 1;
            add("encoder.conv", 1, shape.down(), shapes);
            for (int i = 0; i < shape.up().size(); i++) {
                shape.up().get(i).addParameters("encoder.transposedConv" + (first + i) + ".", shapes);
            }
            add("encoder.conv", first, shape.joined(), shapes);
            add("encoder.convDown", 1, shape.tail(), shapes);
            shapes.putAll(ProjectionHead.shapes(shape.featureDim(), config.projectionDim()));
            return Optional.of(shapes);
        }

        private static void add(String name, int from, List<BlockShape> blocks, Map<String, long[]> shapes) {
            for (int i = 0; i < blocks.size(); i++) {
                blocks.get(i).addParameters(name + (from + i) + ".layers.", shapes);
            }
        }

        @Override
        public Encoder create(ModelConfig config, WeightInit init) {
            return new Tune(TuneShape.of(config.samples(), config.strides(), config.width(), plus), init);
        }
    }

    @Override
    public int featureDim() {
        return shape.featureDim();
    }

    @Override
    public int samples() {
        return shape.samples();
    }

    @Override
    public long multiplyAdds() {
        return shape.multiplyAdds();
    }

    @Override
    public Map<String, Parameter> namedParameters() {
        Map<String, Parameter> named = new LinkedHashMap<>();
        name("conv", 1, down, named);
        for (int i = 0; i < up.size(); i++) {
            String prefix = "transposedConv" + (down.size() + 1 + i) + ".";
            up.get(i).getDirectParameters().forEach(pair -> named.put(prefix + pair.getKey(), pair.getValue()));
        }
        name("conv", down.size() + 1, joined, named);
        name("convDown", 1, tail, named);
        return Collections.unmodifiableMap(named);
    }

    private static void name(String name, int from, List<ConvBlock> blocks, Map<String, Parameter> named) {
        for (int i = 0; i < blocks.size(); i++) {
            String prefix = name + (from + i) + ".layers.";
            blocks.get(i).namedParameters().forEach((part, parameter) -> named.put(prefix + part, parameter));
        }
    }

    /** What each part of the network does to an array [batch, channels, length]. */
    private record Parts(
            List<UnaryOperator<NDArray>> down,
            List<UnaryOperator<NDArray>> up,
            List<UnaryOperator<NDArray>> joined,
            List<UnaryOperator<NDArray>> tail) {}

    private NDArray through(Parts parts, NDArray waveforms, boolean training) {
        checkInput(waveforms);
        int levels = parts.up().size();
        List<NDArray> before = new ArrayList<>(); // finest first
        NDArray x = waveforms;
        for (int level = 0; level < levels; level++) {
            NDArray full = parts.down().get(level).apply(x);
            before.add(full);
            x = ConvBlock.maxPool(full, shape.pool(level), training);
        }
        x = parts.down().get(levels).apply(x); // [batch, 16 c, 729]
        List<NDArray> links = new ArrayList<>(); // coarsest first
        for (int i = 0; i < levels; i++) {
            links.add(x);
            NDArray finer = parts.up().get(i).apply(x);
            x = parts.joined().get(i).apply(finer.concat(before.get(levels - 1 - i), 1));
        }
        for (int i = 0; i < parts.tail().size(); i++) { // x: [batch, c, 19683] and on
            boolean linked = shape.plus() && i < levels;
            x = parts.tail().get(i).apply(linked ? x.concat(links.get(levels - 1 - i), 1) : x);
        }
        return x.mean(new int[] {2}); // [batch, featureDim]
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore, NDList inputs, boolean training, PairList<String, Object> params) {
        Parts parts = new Parts(
                live(down, parameterStore, training),
                live(up, parameterStore, training),
                live(joined, parameterStore, training),
                live(tail, parameterStore, training));
        return new NDList(through(parts, inputs.singletonOrThrow(), training));
    }

    private static List<UnaryOperator<NDArray>> live(
            List<? extends Block> blocks, ParameterStore parameterStore, boolean training) {
        return blocks.stream()
                .<UnaryOperator<NDArray>>map(block -> x ->
                        block.forward(parameterStore, new NDList(x), training).singletonOrThrow())
                .toList();
    }

    @Override
    public Optional<UnaryOperator<NDArray>> freeze(NDManager manager, DataType dataType) {
        Parts parts = new Parts(
                folded(down, manager, dataType),
                up.stream().map(part -> part.freeze(manager, dataType)).toList(),
                folded(joined, manager, dataType),
                folded(tail, manager, dataType));
        return Optional.of(waveforms -> through(parts, waveforms, false));
    }

    private static List<UnaryOperator<NDArray>> folded(List<ConvBlock> blocks, NDManager manager, DataType dataType) {
        return blocks.stream()
                .map(block -> FoldedBlock.of(block.fold(), manager, dataType))
                .<UnaryOperator<NDArray>>map(block -> block::forward)
                .toList();
    }

    private void checkInput(NDArray waveforms) {
        Shape found = waveforms.getShape();
        if (found.dimension() != 3 || found.get(1) != 1 || found.get(2) != samples()) {
            throw new IllegalArgumentException("waveforms are " + found + ", expected [batch, 1, " + samples() + "]");
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputShapes) {
        initialize(down, shape.down(), manager, dataType);
        for (int i = 0; i < up.size(); i++) {
            up.get(i)
                    .initialize(
                            manager, dataType, new Shape(1, shape.up().get(i).inputs(), 1));
        }
        initialize(joined, shape.joined(), manager, dataType);
        initialize(tail, shape.tail(), manager, dataType);
    }

    private static void initialize(
            List<ConvBlock> blocks, List<BlockShape> shapes, NDManager manager, DataType dataType) {
        for (int i = 0; i < blocks.size(); i++) {
            BlockShape block = shapes.get(i);
            blocks.get(i)
                    .initialize(manager, dataType, new Shape(1, block.inputs(), (long) block.pool() * block.kernel()));
        }
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), featureDim())};
    }
}
