package io.clmr.core.checkpoint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.base.files.PrintableText;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The weights of a network in plain memory, by our names, with the configuration they belong to.
 *
 * @param file the file they were read from
 * @param config as stored, or inferred from the shapes
 * @param weights by the names of {@link ContrastiveModel#state()}
 * @param normalization what is done to the samples first, if anything
 */
public record Checkpoint(
        Path file, ModelConfig config, Map<String, HostTensor> weights, Optional<Normalization> normalization) {

    private static final String MODEL_KEY = "clmr.model";
    private static final String NORMALIZATION_KEY = "clmr.normalization";

    /**
     * Reads a network; of a checkpoint with averaged weights, those.
     *
     * @param path a run folder, a checkpoint folder, a {@code .safetensors} file, the index of several or its folder, or a
     *     PyTorch file ({@code .pt}, {@code .pth}, {@code .ckpt}) with a state dict in it
     * @throws CheckpointException if there is nothing like it at that place
     */
    public static Checkpoint open(Path path) throws IOException {
        Path file = weightsFile(path);
        return isSafetensors(file) ? ours(file, content(file), "") : published(file, TorchFile.read(file), "");
    }

    /**
     * Reads a network as it was last trained, where {@link #open} would take its average.
     *
     * @param path as for {@link #open}
     */
    public static Checkpoint openRaw(Path path) throws IOException {
        Path file = weightsFile(path);
        boolean averaged = !file.equals(path) && file.endsWith(RunLayout.AVERAGE);
        return open(averaged ? file.resolveSibling(RunLayout.MODEL) : file);
    }

    private static Path weightsFile(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new CheckpointException(path + ": no such file or folder; expected a run folder, a checkpoint folder,"
                    + " or a .safetensors, .ckpt, .pt or .pth file");
        }
        if (!Files.isDirectory(path)) {
            return path;
        }
        if (Files.isRegularFile(path.resolve(RunLayout.MODEL))) {
            return inFolder(path);
        }
        if (Files.isRegularFile(path.resolve(RunLayout.INDEX))) {
            return path.resolve(RunLayout.INDEX);
        }
        if (Files.exists(path.resolve(RunLayout.LATEST)) || Files.isDirectory(path.resolve(RunLayout.CHECKPOINTS))) {
            return inFolder(RunLayout.latestCheckpoint(path));
        }
        throw new CheckpointException(path + ": neither a checkpoint folder (" + RunLayout.MODEL
                + ") nor a run folder (" + RunLayout.LATEST + ", " + RunLayout.CHECKPOINTS + "/)");
    }

    private static Path inFolder(Path checkpoint) {
        Path average = checkpoint.resolve(RunLayout.AVERAGE);
        return Files.isRegularFile(average) ? average : checkpoint.resolve(RunLayout.MODEL);
    }

    static boolean isSafetensors(Path file) {
        return file.toString().endsWith(".safetensors") || ShardedSafetensors.isIndex(file);
    }

    /** Reads a safetensors file, or all the files that an index names. */
    static Safetensors.Content content(Path file) throws IOException {
        return ShardedSafetensors.isIndex(file) ? ShardedSafetensors.read(file) : Safetensors.read(file);
    }

    /** Makes a checkpoint of a safetensors file, one of ours or of anybody's. */
    static Checkpoint ours(Path file, Safetensors.Content content, String prefix) throws CheckpointException {
        Map<String, HostTensor> weights = WeightNames.ours(file, content.tensors(), prefix);
        String stored = content.metadata().get(MODEL_KEY);
        String normalization = content.metadata().get(NORMALIZATION_KEY);
        return new Checkpoint(
                file,
                stored == null
                        ? inferred(file, weights)
                        : described(file, StoredConfig.readModel(file, stored), weights),
                checked(file, weights),
                normalization == null
                        ? Optional.empty()
                        : Optional.of(StoredConfig.readNormalization(file, normalization)));
    }

    /** Makes a checkpoint of the tensors of a PyTorch file. */
    static Checkpoint published(Path file, Map<String, HostTensor> found, String prefix) throws CheckpointException {
        Map<String, HostTensor> weights = WeightNames.ours(file, found, prefix);
        return new Checkpoint(file, inferred(file, weights), checked(file, weights), Optional.empty());
    }

    private static ModelConfig inferred(Path file, Map<String, HostTensor> weights) throws CheckpointException {
        try {
            ModelConfig config = ModelConfig.inferredFrom(weights);
            config.checkShapes(weights);
            return config;
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": " + e.getMessage(), e);
        }
    }

    private static ModelConfig described(Path file, ModelConfig config, Map<String, HostTensor> weights)
            throws CheckpointException {
        try {
            config.checkShapes(weights);
            return config;
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    file + ": not the network its header describes (encoder " + config.encoder() + ", width "
                            + config.width() + ", projection_dim " + config.projectionDim() + "): " + e.getMessage(),
                    e);
        }
    }

    private static Map<String, HostTensor> checked(Path file, Map<String, HostTensor> weights)
            throws CheckpointException {
        requireFinite(file, weights);
        return weights;
    }

    /**
     * Refuses numbers that every result would be spoiled by.
     *
     * @param file named in the message
     * @param tensors by name
     * @throws CheckpointException naming the first that is not finite or is a negative variance, and where
     */
    public static void requireFinite(Path file, Map<String, HostTensor> tensors) throws CheckpointException {
        for (Map.Entry<String, HostTensor> entry : tensors.entrySet()) {
            HostTensor tensor = entry.getValue();
            OptionalInt found = tensor.firstNotFinite();
            String expected = "expected finite numbers; the file is damaged, or its training diverged";
            if (found.isEmpty() && entry.getKey().endsWith(".running_var")) {
                found = tensor.firstNegative();
                expected = "expected a variance of 0 or more";
            }
            if (found.isPresent()) {
                throw new CheckpointException(file + ": " + PrintableText.name(entry.getKey())
                        + Arrays.toString(tensor.indexOf(found.getAsInt())) + " is "
                        + tensor.toDoubles()[found.getAsInt()] + ", " + expected);
            }
        }
    }

    /**
     * Reads the tensors of a file by the names they have there; for files that hold something else than an encoder.
     *
     * @param file {@code .safetensors}, or a PyTorch file with a state dict in it
     */
    public static Map<String, HostTensor> readTensors(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new CheckpointException(file + ": no such file; expected a .safetensors, .ckpt, .pt or .pth file");
        }
        Map<String, HostTensor> tensors = namedTensors(file);
        requireFinite(file, tensors);
        return tensors;
    }

    /** As {@link #readTensors}, whatever the numbers. */
    static Map<String, HostTensor> namedTensors(Path file) throws IOException {
        return isSafetensors(file) ? content(file).tensors() : TorchFile.read(file);
    }

    /** Writes a network as a safetensors file with its configuration in the header. */
    public static void write(Path file, ContrastiveModel model) throws IOException {
        write(file, model.snapshot(), model.config(), model.normalization());
    }

    /**
     * Writes weights that were copied before, so that the network may go on changing meanwhile.
     *
     * @param weights a {@link ContrastiveModel#snapshot()}
     */
    public static void write(
            Path file, Map<String, HostTensor> weights, ModelConfig config, Optional<Normalization> normalization)
            throws IOException {
        requireFinite(file, weights);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt"); // what Python's loaders look for
        metadata.put(MODEL_KEY, StoredConfig.write(config));
        if (normalization.isPresent()) {
            metadata.put(NORMALIZATION_KEY, StoredConfig.write(normalization.get()));
        }
        Safetensors.write(file, weights, metadata);
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
        normalizeLike(model);
    }

    /** As {@link #loadInto}, for the encoder alone. */
    public void loadEncoderInto(ContrastiveModel model) throws CheckpointException {
        try {
            model.loadEncoder(weights);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": " + e.getMessage(), e);
        }
        normalizeLike(model);
    }

    private void normalizeLike(ContrastiveModel model) throws CheckpointException {
        if (config.normalize() != model.config().normalize()) {
            throw new CheckpointException(file + ": saved with model.normalize "
                    + config.normalize().name().toLowerCase(Locale.ROOT) + ", config says "
                    + model.config().normalize().name().toLowerCase(Locale.ROOT)
                    + "; use --set model.normalize=" + config.normalize().name().toLowerCase(Locale.ROOT));
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
}
