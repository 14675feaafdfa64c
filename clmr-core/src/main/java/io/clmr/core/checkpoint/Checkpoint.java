package io.clmr.core.checkpoint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a network in plain memory, by our names, with the configuration they belong to.
 *
 * @param file the file they were read from
 * @param config as stored, or inferred from the shapes
 * @param weights by the names of {@link ContrastiveModel#state()}
 * @param normalization what is done to the samples first, if anything
 */
@SuppressWarnings("DoNotCallSuggester")
public record Checkpoint(
        Path file, ModelConfig config, Map<String, HostTensor> weights, Optional<Normalization> normalization) {

    /**
     * Reads a network.
     *
     * @param path a run folder, a checkpoint folder, a {@code .safetensors} file, or a PyTorch file ({@code .pt},
     *     {@code .pth}, {@code .ckpt}) with a state dict in it
     * @throws CheckpointException if there is nothing like it at that place
     */
    public static Checkpoint open(Path path) throws IOException {
        throw pending();
    }

    /**
     * Reads the tensors of a file by the names they have there; for files that hold something else than an encoder.
     *
     * @param file {@code .safetensors}, or a PyTorch file with a state dict in it
     */
    public static Map<String, HostTensor> readTensors(Path file) throws IOException {
        throw pending();
    }

    /** Writes a network as a safetensors file with its configuration in the header. */
    public static void write(Path file, ContrastiveModel model) throws IOException {
        throw pending();
    }

    /** Whether the projection head is there too; published encoders often come without. */
    public boolean hasProjector() {
        return weights.keySet().stream().anyMatch(name -> name.startsWith("projector."));
    }

    /**
     * Copies all weights into a network.
     *
     * @throws CheckpointException naming file and tensors if anything is missing, unexpected or of another shape
     */
    public void loadInto(ContrastiveModel model) throws CheckpointException {
        try {
            model.load(weights);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": " + e.getMessage(), e);
        }
        normalization.ifPresent(model::setNormalization);
    }

    /** As {@link #loadInto}, for the encoder alone. */
    public void loadEncoderInto(ContrastiveModel model) throws CheckpointException {
        try {
            model.loadEncoder(weights);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": " + e.getMessage(), e);
        }
        normalization.ifPresent(model::setNormalization);
    }

    /**
     * Makes the network these weights belong to.
     *
     * @param parent whose device it is on
     * @param dataType FLOAT32 or FLOAT64
     * @return a network with these weights; its projection head has start values of seed 0 if the file holds none
     */
    public ContrastiveModel restore(NDManager parent, DataType dataType) throws CheckpointException {
        ContrastiveModel model = ContrastiveModel.create(config, parent, dataType, 0);
        try {
            if (hasProjector()) {
                loadInto(model);
            } else {
                loadEncoderInto(model);
            }
            return model;
        } catch (CheckpointException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static UnsupportedOperationException pending() {
        return new UnsupportedOperationException("not here yet");
    }
}
