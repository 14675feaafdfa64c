package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigPrinter;
import io.clmr.cli.console.LogConfigurator;
import io.clmr.cli.console.Progress;
import io.clmr.core.engine.Devices;
import io.clmr.data.dataset.ClipPairs;
import io.clmr.data.dataset.DatasetException;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.train.Outcome;
import io.clmr.train.PretrainConfig;
import io.clmr.train.Pretrainer;
import io.clmr.train.StepMetrics;
import io.clmr.train.run.RunDescription;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.PositivesConfig;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the pretraining that a configuration describes, from the checks before the first step to the last checkpoint. */
final class Pretraining {

    /**
     * How a run went.
     *
     * @param run its folder
     * @param finished false if it was stopped before its end, and saved
     * @param last what was logged last; empty if the run was too short for that
     * @param best the checkpoint that the online probe scored best; empty if it scored none
     * @param next the command to go on with
     */
    record Result(
            Path run,
            boolean finished,
            long step,
            long totalSteps,
            Optional<StepMetrics> last,
            Optional<Path> best,
            String next,
            double seconds) {}

    private static final Logger LOG = LoggerFactory.getLogger(Pretraining.class);

    private interface FolderOpener {
        RunFolder open(RunDescription description) throws IOException;
    }

    private final Session session;
    private final ConfigOptions options;
    private final List<String> typed;

    Pretraining(Session session, ConfigOptions options, List<String> typed) {
        this.session = session;
        this.options = options;
        this.typed = typed;
    }

    Result start(ClmrConfig config, Path run) throws Exception {
        OutputCheck.folder(run);
        return pretrain(config, description -> RunFolder.create(run, description));
    }

    Result resume(ClmrConfig config, Path run) throws Exception {
        return pretrain(config, description -> RunFolder.resume(run, description));
    }

    private Result pretrain(ClmrConfig config, FolderOpener opener) throws Exception {
        Preparation preparation = new Preparation(session, options.threadsOrAll());
        MusicDataset dataset = preparation.load(config);
        UsageException.checked("loss", config.pretrain()::createLoss);
        UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
        options.applyThreads();
        try (ClipReader reader = preparation.open(config, dataset)) {
            TrainingSet tracks = tracks(config, dataset, reader);
            Pretrainer pretrainer =
                    UsageException.checked(dataset.name(), () -> new Pretrainer(config.pretrain(), tracks));
            if (config.pretrain().train().onlineProbe().enabled()) {
                pretrainer.setOnlineProbe(new ValidationProbe(config, dataset, reader));
            }
            RunDescription description = describe(config, tracks, typed);
            try (RunFolder folder = opener.open(description)) {
                session.console().say("clmr: run folder " + folder.path());
                return LogConfigurator.alsoTo(folder.logFile(), () -> {
                    LeftOut.of(dataset, reader).reasons().forEach(clip -> LOG.info("left out: {}", clip));
                    return run(
                            pretrainer,
                            folder,
                            tracks.size() + " of " + dataset.clips().size() + " tracks",
                            next(config, dataset, folder.path()));
                });
            }
        }
    }

    /** Returns what a configuration trains on, with the pairs of clips that it names. */
    static TrainingSet tracks(ClmrConfig config, MusicDataset dataset, ClipReader reader) throws DatasetException {
        TrainingSet tracks = TrainingSet.ofClips(
                reader, dataset.clips(Split.TRAIN), config.pretrain().model().samples());
        PositivesConfig positives = config.pretrain().positives();
        Optional<Path> pairs = positives.pairsFile().filter(file -> positives.name() == PositivesConfig.Kind.PAIRS);
        return pairs.isPresent()
                ? tracks.withPairs(ClipPairs.read(pairs.get(), dataset.clips()), dataset.clips())
                : tracks;
    }

    /** Returns what the run folder tells about the run; paths are absolute, so that it goes on from any folder. */
    static RunDescription describe(ClmrConfig config, TrainingSet tracks, List<String> typed) throws IOException {
        ClmrConfig anywhere = config.withAbsolutePaths();
        return new RunDescription(
                ConfigPrinter.yaml(anywhere),
                SupervisedRun.without(ConfigPrinter.flat(anywhere)),
                typed,
                RootCommand.Version.number(),
                config.pretrain().train().seed(),
                fingerprint(config, tracks));
    }

    /** Songs count only where they decide batches or views, so that runs which ignore them go on after labels were mended. */
    private static String fingerprint(ClmrConfig config, TrainingSet tracks) {
        PretrainConfig pretrain = config.pretrain();
        return tracks.fingerprint(pretrain.train().oneClipPerSong(), pretrain.positives());
    }

    /** Returns what this dataset can be used for next: without labels to fit and to score a probe, vectors. */
    private static String next(ClmrConfig config, MusicDataset dataset, Path run) {
        boolean scores = Stream.of(Split.TRAIN, Split.TEST)
                .noneMatch(split -> dataset.labelledClips(split).isEmpty());
        return scores
                ? "clmr linear-eval --checkpoint " + ShellWord.of(run)
                : "clmr embed " + ShellWord.of(config.requireDataset().root()) + " --checkpoint " + ShellWord.of(run)
                        + " --out " + ShellWord.of(Path.of(run.toAbsolutePath().getFileName() + ".npy"));
    }

    private Result run(Pretrainer pretrainer, RunFolder folder, String tracks, String next) throws IOException {
        long start = System.nanoTime();
        try (Progress progress = session.console().progress("pretrain", "steps")) {
            StepDisplay display = new StepDisplay(session.console(), tracks, progress);
            session.interruption().onRequest(pretrainer::stop);
            Outcome outcome = pretrainer.run(folder, display);
            return new Result(
                    folder.path(),
                    outcome == Outcome.FINISHED,
                    display.step(),
                    display.totalSteps(),
                    display.last(),
                    RunFolder.bestCheckpoint(folder.path()),
                    outcome == Outcome.FINISHED ? next : "clmr pretrain --resume " + ShellWord.of(folder.path()),
                    (System.nanoTime() - start) / 1e9);
        } catch (IOException e) {
            if (ExitCode.of(e) != ExitCode.ENVIRONMENT) {
                throw e;
            }
            throw new EnvironmentException(
                    e.getMessage() + ", while writing to " + folder.path() + "; its checkpoints so far are whole: free"
                            + " some space or mend the permissions, then go on with: clmr pretrain --resume "
                            + ShellWord.of(folder.path()),
                    e);
        } finally {
            session.interruption().onRequest(Interruption.NOTHING);
        }
    }
}
