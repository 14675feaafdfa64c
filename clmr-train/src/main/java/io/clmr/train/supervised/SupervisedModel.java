package io.clmr.train.supervised;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.engine.GradMode;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.WeightInit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** An encoder with a linear layer from its features to the tags, named {@code encoder.fc} as in the published code. */
final class SupervisedModel implements AutoCloseable {
    private static final String WEIGHT = "encoder.fc.weight";
    private static final String BIAS = "encoder.fc.bias";

    private final ContrastiveModel network; // its projection head takes no part
    private final NDArray weight; // [outputs, features]
    private final NDArray bias; // [outputs]
    private final double dropout;

    SupervisedModel(ModelConfig config, int outputs, double dropout, NDManager manager, long seed) {
        network = ContrastiveModel.create(config, manager, DataType.FLOAT32, seed);
        this.dropout = dropout;
        int features = network.featureDim();
        WeightInit init = WeightInit.seeded(seed);
        weight = init.uniform(WEIGHT, features)
                .initialize(network.manager(), new Shape(outputs, features), DataType.FLOAT32);
        bias = init.uniform(BIAS, features).initialize(network.manager(), new Shape(outputs), DataType.FLOAT32);
        weight.setRequiresGradient(true);
        bias.setRequiresGradient(true);
    }

    ContrastiveModel network() {
        return network;
    }

    /** What is trained, the arrays themselves. */
    Map<String, NDArray> parameters() {
        Map<String, NDArray> parameters = encoderOnly(network.parameters());
        parameters.put(WEIGHT, weight);
        parameters.put(BIAS, bias);
        return parameters;
    }

    private static <T> Map<String, T> encoderOnly(Map<String, T> all) {
        Map<String, T> chosen = new LinkedHashMap<>(all);
        chosen.keySet().removeIf(name -> !name.startsWith("encoder."));
        return chosen;
    }

    /**
     * Computes the loss of a batch for training: the batch's statistics, dropout, gradients recorded.
     *
     * @param waveforms [batch, 1, samples]
     * @param labels [batch, outputs] of zeros and ones
     * @param random of the dropout
     */
    NDArray trainingLoss(NDArray waveforms, NDArray labels, boolean singleLabel, SplittableRandom random) {
        NDArray h = network.encode(waveforms, true); // [batch, features]
        return GradMode.on(() -> lossOf(dropout > 0 ? h.mul(mask(h, random)) : h, labels, singleLabel));
    }

    /** Computes the loss of a batch with the running statistics and nothing dropped. */
    double validationLoss(NDArray waveforms, NDArray labels, boolean singleLabel) {
        return GradMode.off(() -> lossOf(network.encode(waveforms, false), labels, singleLabel))
                .toType(DataType.FLOAT64, true)
                .getDouble();
    }

    /** The mean over clips and tags of the binary, or over clips of the softmax cross entropy. */
    private NDArray lossOf(NDArray h, NDArray labels, boolean singleLabel) {
        NDArray transposed = weight.transpose();
        transposed.attach(h.getManager()); // else it would live as long as the weight
        NDArray logits = h.matMul(transposed).add(bias); // [batch, outputs]
        // a copy in the engine's memory, since autograd keeps it beyond the life of the Java buffer
        NDArray y = labels.duplicate();
        return singleLabel
                ? logits.logSoftmax(1).mul(y).sum(new int[] {1}).mean().neg()
                : Activation.softPlus(logits).sub(logits.mul(y)).mean();
    }

    private NDArray mask(NDArray h, SplittableRandom random) {
        float[] values = new float[Math.toIntExact(h.size())];
        float kept = (float) (1 / (1 - dropout));
        for (int n = 0; n < values.length; n++) {
            values[n] = random.nextDouble() < dropout ? 0 : kept;
        }
        return h.getManager().create(values, h.getShape()).duplicate();
    }

    /** Returns the name of an array with values that are not finite, if there is one. */
    Optional<String> firstNotFinite() {
        return weights().entrySet().stream()
                .filter(entry -> entry.getValue().firstNotFinite().isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Map<String, HostTensor> weights() {
        Map<String, HostTensor> weights = encoderOnly(network.snapshot());
        weights.put(WEIGHT, HostTensor.of(weight));
        weights.put(BIAS, HostTensor.of(bias));
        return weights;
    }

    /** Writes encoder and last layer as a checkpoint that an encoder is opened from like any other. */
    void write(Path file) throws IOException {
        Checkpoint.write(file, weights(), network.config(), network.normalization());
    }

    /** Takes up what {@link #write} wrote. */
    void restore(Path folder, Path file) throws IOException {
        Checkpoint.open(folder).loadEncoderInto(network);
        Map<String, HostTensor> stored = Checkpoint.readTensors(file);
        fill(file, weight, WEIGHT, Optional.ofNullable(stored.get(WEIGHT)));
        fill(file, bias, BIAS, Optional.ofNullable(stored.get(BIAS)));
    }

    private static void fill(Path file, NDArray array, String name, Optional<HostTensor> stored)
            throws CheckpointException {
        long[] expected = array.getShape().getShape();
        if (stored.isEmpty() || !Arrays.equals(stored.get().shape(), expected)) {
            throw new CheckpointException(file + ": " + name + " is "
                    + stored.map(HostTensor::toString).orElse("missing") + ", expected " + Arrays.toString(expected));
        }
        array.set(stored.get().toFloats());
    }

    @Override
    public void close() {
        network.close();
    }
}
