package io.clmr.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.ImportedCheckpoint;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.HostTensor;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalization;
import io.clmr.core.model.Normalize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr import}: weights of others become a checkpoint like ours. */
@Command(
        name = "import",
        headerHeading = "Examples:%n",
        header = {
            "  clmr import clmr_epoch=10000.ckpt --out runs/published",
            "  clmr import first_version.pt --out published.safetensors --mean -7.7e-5 --std 0.1784",
            "  clmr import clmr_finetuned_head.pt --out runs/published",
            ""
        },
        description = "Turns a published checkpoint into one of ours: a trainer's checkpoint (.ckpt) or a state dict"
                + " (.pt, .pth) of PyTorch, or safetensors. Nothing in the file is run. Every command that takes"
                + " --checkpoint reads such files as they are, too; the import checks them once, says what they hold,"
                + " and leaves a file that Python's safetensors reads without running anything either. A head that was"
                + " fitted on an encoder (0.weight, 0.bias) becomes head.safetensors; in the folder of its encoder, 'clmr tag"
                + " --probe' takes the folder.")
final class ImportCommand extends ClmrCommand {

    private static final String SAFETENSORS = ".safetensors";
    private static final List<String> FOREIGN = List.of(".ckpt", ".pt", ".pth");

    @Parameters(
            paramLabel = "FILE",
            description = "The file to read: .ckpt, .pt, .pth, .safetensors, or for weights in several files"
                    + " model.safetensors.index.json or its folder.")
    private Path file = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "C",
            required = true,
            description = "Checkpoint folder to write (model.safetensors in it), or a name that ends in .safetensors.")
    private Path out = Path.of("");

    @Option(
            names = "--mean",
            paramLabel = "M",
            description = "With --std: mean of the samples the network was trained on, for networks trained on"
                    + " normalised samples. The first published version was: -7.7e-5 and 0.1784 for MagnaTagATune.")
    private @Nullable Double mean;

    @Option(names = "--std", paramLabel = "S", description = "With --mean: their standard deviation.")
    private @Nullable Double std;

    @Option(
            names = "--tags",
            paramLabel = "LIST",
            description =
                    "For a head: text file with the tags of its outputs, one a line. Default: of 50 outputs, those of"
                            + " MagnaTagATune in the published order.")
    private @Nullable Path tags;

    @Option(
            names = "--prefix",
            paramLabel = "P",
            description = "What stands before the names of the network in the file, such as net. It is taken off, and"
                    + " tensors without it are left out. module., _orig_mod. and model. need no telling.")
    private String prefix = "";

    @Option(names = "--force", description = "Overwrite weights that are there already.")
    private boolean force;

    ImportCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        Optional<Normalization> normalization = normalization();
        requireName();
        if (Files.isRegularFile(file) && ImportedCheckpoint.isHead(file)) {
            return new HeadImport(file, out, tags == null ? Optional.empty() : Optional.of(tags), force)
                    .run(this::print);
        }
        if (tags != null) {
            throw new UsageException("--tags names the outputs of a head, but " + file + " holds none alone");
        }
        Path target = target();
        requireFile();
        ImportedCheckpoint imported =
                ImportedCheckpoint.read(weights(), prefix.isEmpty() || prefix.endsWith(".") ? prefix : prefix + ".");
        Checkpoint written = write(imported.checkpoint(), normalization, target);
        ImportSummary summary = new ImportSummary(file, imported, written);
        print(summary.asJson(), summary.asText());
        if (imported.firstVersion() && written.normalization().isEmpty()) {
            console()
                    .warn("the first published version normalised its samples, and the file does not say by what;"
                            + " if these weights were trained so, import them with --mean and --std");
        }
        return ExitCode.DONE;
    }

    private Optional<Normalization> normalization() {
        if (mean == null && std == null) {
            return Optional.empty();
        }
        if (mean == null || std == null) {
            throw new UsageException("--mean and --std belong together, expected both or none");
        }
        double m = mean;
        double s = std;
        return Optional.of(UsageException.checked("--mean, --std", () -> new Normalization(m, s)));
    }

    private void requireName() {
        if (FOREIGN.stream().anyMatch(out.toString()::endsWith)) {
            throw new UsageException(
                    "--out is " + out + ", expected the name of a folder, or one that ends in " + SAFETENSORS);
        }
    }

    /** Returns the file to write, after all that can be said of it without reading the input. */
    private Path target() throws IOException {
        String name = out.toString();
        if (Files.exists(out.resolve(RunLayout.CHECKPOINTS)) || Files.exists(out.resolve(RunLayout.LATEST))) {
            throw new InputException(out + " is a run folder, whose own checkpoints these weights would hide; choose"
                    + " another folder");
        }
        Path target = name.endsWith(SAFETENSORS) ? out : out.resolve(RunLayout.MODEL);
        if (Files.isRegularFile(target) && !force) {
            throw new InputException(target + " is there already; choose another name, or overwrite it with --force");
        }
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            OutputCheck.folder(folder);
        }
        return target;
    }

    /** Returns the file, or the index in a folder of several. */
    private Path weights() {
        return Files.isDirectory(file) ? file.resolve(RunLayout.INDEX) : file;
    }

    private void requireFile() throws InputException {
        if (!Files.exists(file)) {
            throw new InputException(file + " is not there, expected a file of weights");
        }
        if (Files.isDirectory(file) && !Files.isRegularFile(weights())) {
            boolean ours = Files.exists(file.resolve(RunLayout.MODEL)) || Files.exists(file.resolve(RunLayout.LATEST));
            throw new InputException(file
                    + (ours
                            ? " holds a checkpoint of ours, which needs no import; give the folder to --checkpoint"
                            : " is a folder, expected a file of weights (.ckpt, .pt, .pth or .safetensors)"));
        }
    }

    /** Puts the weights into a network, which refuses what does not fit, and writes what the network then holds. */
    private static Checkpoint write(Checkpoint checkpoint, Optional<Normalization> normalization, Path target)
            throws IOException {
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = checkpoint.restore(manager, DataType.FLOAT32)) {
            Map<String, HostTensor> weights = new LinkedHashMap<>(model.snapshot());
            weights.keySet().retainAll(checkpoint.weights().keySet()); // no head that the file does not hold
            ModelConfig config = normalization.isPresent()
                    ? checkpoint.config().withNormalize(Normalize.DATASET)
                    : checkpoint.config();
            OutputCheck.file(target);
            Checkpoint.write(
                    target, weights, config, normalization.isPresent() ? normalization : checkpoint.normalization());
        }
        return Checkpoint.open(target);
    }
}
