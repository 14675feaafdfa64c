package io.clmr.cli;

import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigException;
import io.clmr.cli.config.ConfigPrinter;
import io.clmr.cli.config.LoadedConfig;
import io.clmr.cli.config.NearestName;
import io.clmr.cli.config.Position;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.model.ModelConfig;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.probe.ProbeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        if (BASELINES.contains(text)) {
            LoadedConfig loaded = options.load(options.file(), more, Optional.empty());
            return new EncoderChoice(text, Optional.empty(), loaded.config(), isHeadGiven(loaded));
        }
        Path path = Path.of(text);
        if (!Files.exists(path)) {
            throw new InputException(text + " is not there, expected a run folder, a checkpoint folder or a file of"
                    + " weights, or " + String.join(", ", BASELINES)
                    + NearestName.of(text, BASELINES)
                            .map(name -> "; did you mean " + name + "?")
                            .orElse(""));
        }
        Checkpoint checkpoint = Checkpoint.open(path);
        Optional<Path> file = options.file().isPresent() ? options.file() : RunConfig.around(path);
        LoadedConfig loaded = options.load(file, more, Optional.of(checkpoint.config()));
        refuseOtherNetwork(checkpoint, loaded);
        return new EncoderChoice(text, Optional.of(checkpoint), loaded.config(), isHeadGiven(loaded));
    }

    private static boolean isHeadGiven(LoadedConfig loaded) {
        return loaded.given().containsKey("probe.head");
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
