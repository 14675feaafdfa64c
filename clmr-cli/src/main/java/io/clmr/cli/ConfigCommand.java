package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigPrinter;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clmr config}: shows the whole configuration with every default. */
@Command(
        name = "config",
        headerHeading = "Example:%n",
        header = {"  clmr config --print configs/mtat.yaml --set train.batch_size=48", ""},
        description = "Shows the whole configuration, a comment at each key; what is printed can be used as a file.")
final class ConfigCommand extends ClmrCommand {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--print",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "",
            description = "The file to complete and print; without FILE, the one of --config, else the defaults.")
    private @Nullable Path print;

    ConfigCommand(Session session) {
        super(session);
    }

    @Override
    int run() {
        Optional<Path> file = print == null || print.toString().isEmpty() ? options.file() : Optional.of(print);
        ClmrConfig config = options.load(file).config();
        print(ConfigPrinter.flat(config), ConfigPrinter.yaml(config).stripTrailing());
        return ExitCode.DONE;
    }
}
