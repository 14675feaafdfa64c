package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigPrinter;
import io.clmr.cli.console.LogConfigurator;
import io.clmr.cli.console.Progress;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.Devices;
import io.clmr.core.model.HostTensor;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.probe.EvaluationReport;
import io.clmr.eval.probe.EvaluationResult;
import io.clmr.eval.probe.LabelSubset;
import io.clmr.train.Outcome;
import io.clmr.train.run.RunDescription;
import io.clmr.train.run.RunFolder;
import io.clmr.train.supervised.LabelledSet;
import io.clmr.train.supervised.SupervisedTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Trains the supervised baseline that a configuration describes, and scores it as any encoder is scored. */
final class SupervisedRun {
    /** The folder of a run that its report lies in. */
    static final String EVALUATION = "eval";

    private static final String SECTION = "supervised.";

    /**
     * How a run went.
     *
     * @param step at which it was stopped; 0 if it came to its end
     * @param report of the test clips; empty if the run was stopped before its end
     */
    record Result(Path run, long step, Optional<EvaluationReport> report) {}

    private final Session session;
    private final ConfigOptions options;
    private final List<String> typed;

    SupervisedRun(Session session, ConfigOptions options, List<String> typed) {
        this.session = session;
        this.options = options;
        this.typed = typed;
    }

    /** Returns the keys that other runs are decided by. */
    static Map<String, String> without(Map<String, String> flat) {
        Map<String, String> others = new TreeMap<>(flat);
        others.keySet().removeIf(key -> key.startsWith(SECTION));
        return others;
    }

    /** Returns the keys that such a run is decided by, apart from its data. */
    static Map<String, String> deciding(Map<String, String> flat) {
        Map<String, String> own = new TreeMap<>(flat);
        own.keySet()
                .removeIf(key -> !key.startsWith(SECTION) && !key.startsWith("model.") && !key.equals("train.seed"));
        return own;
    }

    /** @param resume whether the folder holds the run to go on with */
    Result run(ClmrConfig config, Path run, boolean resume) throws Exception {
        Preparation preparation = new Preparation(session, options.threadsOrAll());
        MusicDataset dataset = preparation.load(config);
        if (dataset.labels().kind() == LabelSpace.Kind.NONE) {
            throw new InputException(dataset.name() + " has no labels, expected some to train on");
        }
        if (!resume) {
            OutputCheck.folder(run);
        }
        UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
        options.applyThreads();
        try (ClipReader reader = preparation.open(config, dataset)) {
            LabelledSet train = set(config, dataset, reader, trainingClips(config, dataset));
            LabelledSet valid = set(config, dataset, reader, dataset.labelledClips(Split.VALID));
            SupervisedTrainer trainer = UsageException.checked(
                    dataset.name(),
                    () -> new SupervisedTrainer(
                            config.pretrain().model(),
                            config.supervised(),
                            config.pretrain().train(),
                            train,
                            valid));
            ClmrConfig anywhere = config.withAbsolutePaths();
            RunDescription description = new RunDescription(
                    ConfigPrinter.yaml(anywhere),
                    deciding(ConfigPrinter.flat(anywhere)),
                    typed,
                    RootCommand.Version.number(),
                    config.pretrain().train().seed(),
                    train.fingerprint());
            try (RunFolder folder = resume ? RunFolder.resume(run, description) : RunFolder.create(run, description)) {
                session.console().say("clmr: run folder " + folder.path());
                Optional<Long> stopped = LogConfigurator.alsoTo(
                        folder.logFile(),
                        () -> train(
                                trainer,
                                folder,
                                train.tracks().size() + " of " + dataset.clips().size() + " tracks"));
                if (stopped.isPresent()) {
                    return new Result(run, stopped.get(), Optional.empty());
                }
            }
            return new Result(run, 0, Optional.of(evaluate(config, dataset, reader, run, train, valid)));
        }
    }

    /** Returns the step at which the run was stopped; empty if it came to its end. */
    private Optional<Long> train(SupervisedTrainer trainer, RunFolder folder, String tracks) throws IOException {
        try (Progress progress = session.console().progress("supervised", "steps")) {
            StepDisplay display = new StepDisplay(session.console(), tracks, progress);
            session.interruption().onRequest(trainer::stop);
            return trainer.run(folder, display) == Outcome.FINISHED ? Optional.empty() : Optional.of(display.step());
        } finally {
            session.interruption().onRequest(Interruption.NOTHING);
        }
    }

    private EvaluationReport evaluate(
            ClmrConfig config, MusicDataset dataset, ClipReader reader, Path run, LabelledSet train, LabelledSet valid)
            throws IOException {
        Checkpoint checkpoint = Checkpoint.open(run);
        Map<String, HostTensor> tensors = Checkpoint.readTensors(checkpoint.file());
        HostTensor weight = Objects.requireNonNull(tensors.get("encoder.fc.weight"));
        HostTensor bias = Objects.requireNonNull(tensors.get("encoder.fc.bias"));
        EvaluationReport.Clips trained =
                new EvaluationReport.Clips(train.tracks().size(), valid.tracks().size(), 0, List.of());
        EvaluationResult result = new Evaluation(session, config, dataset, reader)
                .evaluate(checkpoint, rows(weight), bias.toFloats(), trained);
        result.writeReport(run.resolve(EVALUATION));
        return result.report();
    }

    private static float[][] rows(HostTensor weight) {
        float[] flat = weight.toFloats();
        float[][] rows = new float[(int) weight.shape()[0]][(int) weight.shape()[1]];
        for (int n = 0; n < rows.length; n++) {
            System.arraycopy(flat, n * rows[n].length, rows[n], 0, rows[n].length);
        }
        return rows;
    }

    /** The same songs that a probe with this fraction and seed gets. */
    private static List<Clip> trainingClips(ClmrConfig config, MusicDataset dataset) {
        return LabelSubset.draw(
                dataset.labelledClips(Split.TRAIN),
                config.probe().subset(),
                config.probe().labelFraction(),
                config.pretrain().train().seed());
    }

    private static LabelledSet set(ClmrConfig config, MusicDataset dataset, ClipReader reader, List<Clip> clips) {
        return LabelledSet.of(
                reader,
                clips,
                config.pretrain().model().samples(),
                dataset.labels().size(),
                dataset.labels().kind() == LabelSpace.Kind.SINGLE);
    }
}
