package io.clmr.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.clmr.core.engine.GradMode;
import io.clmr.core.engine.Precision;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Encoder and head together, with the names of the published state dict.
 *
 * <p>Results belong to the manager of the array a method is called with, so closing a step's manager frees all of a
 * step. Several threads may call {@link #encode} and {@link #project} with {@code training} false at a time; training
 * and {@link #load} need the model for themselves.
 */
public final class ContrastiveModel implements AutoCloseable {

    private static final String ENCODER = "encoder.";
    private static final String PROJECTOR = "projector.";

    private final ModelConfig config;
    private final NDManager manager;
    private final DataType dataType;
    private final Encoder encoder;
    private final Head projector;
    private final ParameterStore store;
    private final Map<String, Parameter> named = new LinkedHashMap<>();
    private Optional<Normalization> normalization = Optional.empty();

    private ContrastiveModel(ModelConfig config, NDManager manager, DataType dataType, long seed) {
        this.config = config;
        this.manager = manager;
        this.dataType = dataType;
        WeightInit init = WeightInit.seeded(seed);
        EncoderProvider provider = EncoderRegistry.load().find(config.encoder());
        encoder = provider.create(config, init);
        projector = provider.createHead(config, encoder.featureDim(), init);
        encoder.initialize(manager, dataType, new Shape(1, 1, config.samples()));
        projector.initialize(manager, dataType, new Shape(1, encoder.featureDim()));
        store = new ParameterStore(manager, false);
        encoder.namedParameters().forEach((name, parameter) -> named.put(ENCODER + name, parameter));
        projector.namedParameters().forEach((name, parameter) -> named.put(PROJECTOR + name, parameter));
    }

    /**
     * Makes a network with PyTorch's default start values.
     *
     * @param parent whose device the network is on, and with which it is closed at the latest
     * @param dataType FLOAT32 or FLOAT64
     * @param seed decides every start value, on any device and platform
     */
    public static ContrastiveModel create(ModelConfig config, NDManager parent, DataType dataType, long seed) {
        if (dataType != DataType.FLOAT32 && dataType != DataType.FLOAT64) {
            throw new IllegalArgumentException("data type is " + dataType + ", expected float32 or float64");
        }
        NDManager own = parent.newSubManager();
        try {
            return new ContrastiveModel(config, own, dataType, seed);
        } catch (RuntimeException | Error e) {
            own.close();
            throw e;
        }
    }

    public ModelConfig config() {
        return config;
    }

    /** Number of values in a representation. */
    public int featureDim() {
        return encoder.featureDim();
    }

    public DataType dataType() {
        return dataType;
    }

    /** The manager that holds parameters and buffers; it lives as long as the model. */
    public NDManager manager() {
        return manager;
    }

    public Encoder encoder() {
        return encoder;
    }

    public Head projector() {
        return projector;
    }

    /** What is done to the samples first; empty until set or loaded, and always with {@link Normalize#NONE}. */
    public Optional<Normalization> normalization() {
        return normalization;
    }

    /**
     * Sets what is done to the samples first.
     *
     * @throws IllegalStateException if the network was configured without normalisation
     */
    public void setNormalization(Normalization values) {
        if (config.normalize() == Normalize.NONE) {
            throw new IllegalStateException("model.normalize is none, so there is nothing to set");
        }
        normalization = Optional.of(values);
    }

    /**
     * Decides how training passes of the encoder are computed from now on.
     *
     * @throws IllegalArgumentException if the encoder cannot be trained so
     */
    public void trainIn(Precision precision) {
        encoder.trainIn(precision, manager, dataType);
    }

    /**
     * Computes representations.
     *
     * <p>Call it once per view in training: BatchNorm then sees one view at a time, as in the published code.
     *
     * @param waveforms [batch, 1, samples], -1 to 1
     * @param training whether to use the batch's statistics, update the running ones and record for gradients
     * @return h, [batch, featureDim]
     */
    public NDArray encode(NDArray waveforms, boolean training) {
        return forward(encoder, waveforms, training, true);
    }

    /**
     * Computes what a {@link SequenceEncoder} makes of every moment, recorded for gradients.
     *
     * @param waveforms [batch, 1, samples], -1 to 1
     * @throws IllegalStateException if the encoder is none
     */
    public SequenceEncoder.Sequence sequence(NDArray waveforms) {
        if (!(encoder instanceof SequenceEncoder sequences)) {
            throw new IllegalStateException("encoder " + config.encoder() + " makes no sequences");
        }
        return GradMode.on(() -> sequences.sequence(store, normalized(waveforms), true));
    }

    /**
     * Makes a faster form of {@link #encode} without training, with the present weights.
     *
     * @return to be closed by the caller, at the latest with this model
     */
    public FrozenEncoder freeze() {
        NDManager own = manager.newSubManager();
        UnaryOperator<NDArray> pass = encoder.freeze(own, dataType)
                .orElse(x -> encoder.forward(store, new NDList(x), false).singletonOrThrow());
        return new FrozenEncoder(own, featureDim(), x -> pass.apply(normalized(x)));
    }

    /**
     * Computes projections, which the contrastive loss compares.
     *
     * @param h representations, [batch, featureDim], or of every moment, [batch, length, featureDim]
     * @param training whether to record for gradients
     * @return z, [batch, projectionDim], or [batch, length, projectionDim]
     */
    public NDArray project(NDArray h, boolean training) {
        return forward(projector, h, training, false);
    }

    private NDArray forward(Block block, NDArray input, boolean training, boolean normalize) {
        return GradMode.with(training, () -> {
            try (NDManager scope = input.getManager().newSubManager()) {
                scope.tempAttachAll(input);
                NDArray x = normalize ? normalized(input) : input;
                return scope.ret(block.forward(store, new NDList(x), training).singletonOrThrow());
            }
        });
    }

    private NDArray normalized(NDArray waveforms) {
        if (config.normalize() == Normalize.NONE) {
            return waveforms;
        }
        Normalization values = normalization.orElseThrow(() -> new IllegalStateException(
                "model.normalize is dataset, but mean and standard deviation are not set: call setNormalization"
                        + " or load a checkpoint that holds them"));
        return waveforms.sub(values.mean()).div(values.std());
    }

    /** What is trained, by PyTorch's names and in PyTorch's order: the arrays themselves, not copies. */
    public Map<String, NDArray> parameters() {
        return arrays(true);
    }

    /** What a checkpoint keeps: {@link #parameters()} and the running statistics between them; not copies. */
    public Map<String, NDArray> state() {
        return arrays(false);
    }

    private Map<String, NDArray> arrays(boolean trainedOnly) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        named.forEach((name, parameter) -> {
            if (!trainedOnly || parameter.requiresGradient()) {
                arrays.put(name, parameter.getArray());
            }
        });
        return Collections.unmodifiableMap(arrays);
    }

    /** Copies {@link #state()} into plain memory. */
    public Map<String, HostTensor> snapshot() {
        Map<String, HostTensor> copy = new LinkedHashMap<>();
        state().forEach((name, array) -> copy.put(name, HostTensor.of(array)));
        return Collections.unmodifiableMap(copy);
    }

    /** Counts parameters and multiplications. */
    public ModelSize size() {
        return new ModelSize(
                trained(encoder.namedParameters()),
                trained(projector.namedParameters()),
                encoder.multiplyAdds(),
                projector.multiplyAdds());
    }

    private static long trained(Map<String, Parameter> parameters) {
        return parameters.values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }

    /**
     * Takes over weights and running statistics, all of them or, if anything does not fit, none.
     *
     * @param weights by the names of {@link #state()}, exactly those
     * @throws IllegalArgumentException naming what is missing, unexpected or of another shape
     */
    public void load(Map<String, HostTensor> weights) {
        copyInto(state(), weights);
    }

    /** As {@link #load}, but for the encoder alone; entries of the projection head are not looked at. */
    public void loadEncoder(Map<String, HostTensor> weights) {
        copyInto(encoderOnly(state()), encoderOnly(weights));
    }

    private static <T> Map<String, T> encoderOnly(Map<String, T> all) {
        Map<String, T> chosen = new LinkedHashMap<>(all);
        chosen.keySet().removeIf(name -> name.startsWith(PROJECTOR));
        return chosen;
    }

    private void copyInto(Map<String, NDArray> targets, Map<String, HostTensor> weights) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        targets.forEach((name, array) -> shapes.put(name, array.getShape().getShape()));
        Optional<String> mismatch = WeightCheck.mismatch(shapes, weights, config);
        if (mismatch.isPresent()) {
            throw new IllegalArgumentException(mismatch.get());
        }
        targets.forEach((name, array) -> EngineMemory.write(array, Objects.requireNonNull(weights.get(name))));
    }

    /**
     * Replaces the running statistics by the plain average over the statistics of some batches.
     *
     * <p>An untrained encoder needs this to be a fair baseline: with mean 0 and variance 1 its features shrink to
     * almost a constant from block to block.
     *
     * @param batches waveforms, each [batch, 1, samples]; the caller closes them
     */
    public void estimateStatistics(Iterator<NDArray> batches) {
        if (!batches.hasNext()) {
            throw new IllegalArgumentException("no batch to take statistics from, expected one or more");
        }
        RunningStatistics statistics = new RunningStatistics(state());
        while (batches.hasNext()) {
            NDArray batch = batches.next();
            statistics.clear();
            GradMode.whileOff(() -> {
                try (NDManager scope = batch.getManager().newSubManager()) {
                    scope.tempAttachAll(batch);
                    encoder.forward(store, new NDList(normalized(batch)), true);
                }
            });
            statistics.add();
        }
        statistics.writeAverage();
    }

    @Override
    public void close() {
        manager.close();
    }
}
