package io.clmr.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.base.files.UserPath;
import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigException;
import io.clmr.cli.config.ConfigPrinter;
import io.clmr.cli.config.LoadedConfig;
import io.clmr.cli.config.NearestName;
import io.clmr.cli.config.Position;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.engine.Devices;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalize;
import io.clmr.eval.embed.EncoderSource;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.probe.ProbeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What {@code --checkpoint} names, and the configuration that goes with it.
 *
 * @param text as given
 * @param checkpoint the weights; absent for the baselines, which need none
 * @param config of the file that was named, else of the run the weights lie in; its network is that of the weights
 * @param headGiven whether {@code probe.head} was given, in whatever way
 */
record EncoderChoice(String text, Optional<Checkpoint> checkpoint, ClmrConfig config, boolean headGiven) {

    /** Names of encoders without weights; a folder of that name is written {@code ./random}. */
    static final List<String> BASELINES = List.of("random", "random-bn", "mfcc");

    /**
     * Opens the weights and reads the configuration.
     *
     * @param more what other options of the command override
     * @throws ConfigException if the configuration says something else of the network than the weights do
     */
    static EncoderChoice of(String text, ConfigOptions options, List<Assignment> more) throws IOException {
        return of(text, options, more, false);
    }

    /** As the other; {@code raw} takes weights as they were last trained where there is an average of them. */
    static EncoderChoice of(String text, ConfigOptions options, List<Assignment> more, boolean raw) throws IOException {
        if (BASELINES.contains(text)) {
            LoadedConfig loaded = options.load(options.file(), more, Optional.empty());
            return new EncoderChoice(
                    text, Optional.empty(), loaded.config(), loaded.given().containsKey("probe.head"));
        }
        Path path = UserPath.of(text);
        if (!Files.exists(path)) {
            throw new InputException(text + " is not there, expected a run folder, a checkpoint folder or a file of"
                    + " weights, or " + String.join(", ", BASELINES)
                    + NearestName.of(text, BASELINES)
                            .map(name -> "; did you mean " + name + "?")
                            .orElse(""));
        }
        path = FolderInside.find(path, EncoderChoice::holdsWeights, "folders with weights");
        Checkpoint checkpoint = raw ? Checkpoint.openRaw(path) : Checkpoint.open(path);
        Optional<Path> file = options.file().isPresent() ? options.file() : RunConfig.around(path);
        LoadedConfig loaded = options.load(file, more, Optional.of(checkpoint.config()));
        refuseOtherNetwork(checkpoint, loaded);
        return new EncoderChoice(
                path.toString(),
                Optional.of(checkpoint),
                loaded.config(),
                isHeadGiven(loaded, options.file().isPresent()));
    }

    private static boolean holdsWeights(Path folder) {
        return Stream.of(RunLayout.LATEST, RunLayout.MODEL, RunLayout.AVERAGE, "run.json")
                .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    /** A run keeps every key, also those that nobody gave: of its head only another one than the default was given. */
    private static boolean isHeadGiven(LoadedConfig loaded, boolean file) {
        Position position = loaded.given().get("probe.head");
        boolean byUser = position != null && (file || position.line() == 0);
        return byUser
                || loaded.config().probe().head() != ProbeConfig.defaults().head();
    }

    /** Returns the probe of an encoder; MFCCs, whose scales differ a thousandfold, go with logistic regression unless told. */
    ProbeConfig probe(String encoder) {
        return encoder.equals("mfcc") && !headGiven
                ? config.probe().withHead(ProbeConfig.Head.LOGISTIC)
                : config.probe();
    }

    /** Returns what computes the features. */
    FeatureSource features() {
        return checkpoint
                .<FeatureSource>map(FeatureSource.Loaded::new)
                .orElseGet(() -> FeatureSource.parse(
                        text,
                        config.pretrain().model(),
                        config.pretrain().train().seed()));
    }

    /**
     * Opens the frozen encoder, on the configured device.
     *
     * @param threads of the processor
     */
    FeatureExtractor extractor(int threads) throws IOException {
        Device device = UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
        return checkpoint.isPresent()
                ? FeatureExtractor.open(checkpoint.get(), device, threads)
                : FeatureExtractor.untrained(
                        config.pretrain().model(), config.pretrain().train().seed(), device, threads);
    }

    /** Returns where others find this encoder again: its very file of weights, since a run folder's newest may change. */
    EncoderSource source() {
        return checkpoint.isPresent()
                ? new EncoderSource(
                        checkpoint.get().file().toAbsolutePath().normalize().toString(), OptionalLong.empty())
                : new EncoderSource(
                        text, OptionalLong.of(config.pretrain().train().seed()));
    }

    /** Returns the weights, or those that a seed gives where none were named. */
    Checkpoint weights() {
        return checkpoint.orElseGet(() -> {
            ModelConfig network = config.pretrain().model().withNormalize(Normalize.NONE);
            try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                    ContrastiveModel model = ContrastiveModel.create(
                            network,
                            manager,
                            DataType.FLOAT32,
                            config.pretrain().train().seed())) {
                return new Checkpoint(Path.of(text), network, model.snapshot(), Optional.empty());
            }
        });
    }

    /** Refuses the baselines that need a training set, for commands that have none. */
    static void requireWeightsOrRandom(String text) {
        if (text.equals("random-bn") || text.equals("mfcc")) {
            throw new UsageException("--checkpoint is " + text
                    + ", a baseline of linear-eval that needs a training set; expected weights, or random");
        }
    }

    private static void refuseOtherNetwork(Checkpoint checkpoint, LoadedConfig loaded) {
        ModelConfig said = loaded.config().pretrain().model();
        if (said.equals(checkpoint.config())) {
            return;
        }
        Map<String, String> stored = ConfigPrinter.model(checkpoint.config());
        Map<String, String> given = ConfigPrinter.model(said);
        for (Map.Entry<String, Position> key : loaded.given().entrySet()) {
            String name = key.getKey();
            String before = stored.getOrDefault(name, "");
            if (!before.equals(given.getOrDefault(name, ""))) {
                throw new ConfigException(checkpoint.file() + " was saved with " + name + " " + before + ", but "
                        + key.getValue() + " says " + given.get(name) + "; leave " + name
                        + " out, since weights bring their own, or name other weights");
            }
        }
        throw new IllegalStateException("the network differs in a key that nobody gave");
    }
}
