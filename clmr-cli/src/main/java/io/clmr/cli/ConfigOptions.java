package io.clmr.cli;

import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ConfigLoader;
import io.clmr.cli.config.LoadedConfig;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes that reads a configuration. */
final class ConfigOptions {

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration in YAML. Default: the recipe's defaults.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Override one key, such as train.batch_size=48; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "auto, cpu, gpu or gpu:N. Default: train.device (auto).")
    private @Nullable String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "CPU threads of an operation, and files decoded at a time. Default: one per processor.")
    private @Nullable Integer threads;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of everything drawn. Default: train.seed (42).")
    private @Nullable Long seed;

    /** Reads the configuration the options describe. */
    LoadedConfig load() {
        return load(file());
    }

    /**
     * Reads the configuration the options describe.
     *
     * @param more what other options of the command override
     */
    LoadedConfig load(List<Assignment> more) {
        return load(file(), more, Optional.empty());
    }

    /** Reads another file with what the options override. */
    LoadedConfig load(Optional<Path> file) {
        return load(file, List.of(), Optional.empty());
    }

    /**
     * Reads a file with what the options override.
     *
     * @param more what other options of the command override
     * @param network of the weights to use, if there are any
     */
    LoadedConfig load(Optional<Path> file, List<Assignment> more, Optional<ModelConfig> network) {
        List<Assignment> assignments = new ArrayList<>();
        sets.forEach(text -> assignments.add(Assignment.parse(text)));
        if (device != null) {
            assignments.add(Assignment.of("--device " + device, "train.device", device));
        }
        if (seed != null) {
            assignments.add(Assignment.of("--seed " + seed, "train.seed", seed.toString()));
        }
        if (threads != null && threads < 1) {
            throw new UsageException("--threads is " + threads + ", expected 1 or more");
        }
        assignments.addAll(more);
        return ConfigLoader.load(file, assignments, network);
    }

    Optional<Path> file() {
        return Optional.ofNullable(config);
    }

    OptionalLong seed() {
        return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    }

    OptionalInt threads() {
        return threads == null ? OptionalInt.empty() : OptionalInt.of(threads);
    }

    int threadsOrAll() {
        return threads().orElse(Runtime.getRuntime().availableProcessors());
    }

    /** Sets the engine's threads if the user named a number; else the engine decides. */
    void applyThreads() {
        threads().ifPresent(TorchEngine::setThreads);
    }
}
