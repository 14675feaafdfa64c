package io.clmr.cli;

import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.SweepFile;
import io.clmr.core.engine.TorchEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the commands that run sweeps. */
final class SweepOptions {

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Encoders worked on at a time, in this process. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int jobs = 1;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Override one key in all cells, such as train.max_steps=100, or, as pretrain.dataset.root=DIR, one that"
                            + " entries of the list have in their pretrain group; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "auto, cpu, gpu or gpu:N. Default: train.device (auto).")
    private @Nullable String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "CPU threads of an operation. Default: the processors, shared among the jobs.")
    private @Nullable Integer threads;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "One seed in place of the file's. Default: the file's (42).")
    private @Nullable Long seed;

    int jobs() {
        return jobs;
    }

    /** Refuses numbers that cannot be. */
    void check() {
        if (jobs < 1) {
            throw new UsageException("--jobs is " + jobs + ", expected 1 or more");
        }
        if (threads != null && threads < 1) {
            throw new UsageException("--threads is " + threads + ", expected 1 or more");
        }
    }

    /** Reads a sweep, with what these options change in it. */
    SweepFile read(Path file) {
        return SweepFile.read(file, seed == null ? OptionalLong.empty() : OptionalLong.of(seed))
                .withTraining(assignments(SweepOptions::isOfTraining));
    }

    /** Returns what counts more than the file. */
    List<Assignment> overrides() {
        List<Assignment> overrides = new ArrayList<>(assignments(assignment -> !isOfTraining(assignment)));
        if (device != null) {
            overrides.add(Assignment.of("--device " + device, "train.device", device));
        }
        return overrides;
    }

    private static boolean isOfTraining(Assignment assignment) {
        return assignment.key().startsWith(SweepFile.TRAINING);
    }

    private List<Assignment> assignments(Predicate<Assignment> wanted) {
        return sets.stream().map(Assignment::parse).filter(wanted).toList();
    }

    /** Shares the processors among the jobs. */
    void setThreads() {
        if (threads != null) {
            TorchEngine.setThreads(threads);
        } else if (jobs > 1) {
            TorchEngine.setThreads(Math.max(1, Runtime.getRuntime().availableProcessors() / jobs));
        }
    }
}
