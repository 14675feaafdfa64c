package io.clmr.cli;

import ai.djl.Device;
import io.clmr.base.files.UserPath;
import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.config.ConfigException;
import io.clmr.cli.config.ConfigLoader;
import io.clmr.cli.config.ConfigPrinter;
import io.clmr.cli.config.SweepFile;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.Devices;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.dataset.DatasetConfig;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.FeatureCache;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.features.Fingerprint;
import io.clmr.lab.sweep.Cell;
import io.clmr.lab.sweep.CellKeys;
import io.clmr.lab.sweep.CellRunner;
import io.clmr.train.Outcome;
import io.clmr.train.Pretrainer;
import io.clmr.train.TrainingListener;
import io.clmr.train.run.RunDescription;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Trains and evaluates the cells of a sweep as {@code pretrain} and {@code linear-eval} would. */
final class SweepCells implements CellRunner {

    /** What changes neither an encoder nor a score; the store is a copy of the audio. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "recipe",
            "store.path",
            "train.workers",
            "train.device",
            "train.log_every_steps",
            "train.checkpoint_every_steps",
            "train.keep_last");

    private final Session session;
    private final SweepFile file;
    private final List<Assignment> overrides;
    private final List<String> typed;
    private final Preparation preparation;
    private final FeatureCache kept;
    private final SweepEstimates estimates;
    private final Set<Pretrainer> running = ConcurrentHashMap.newKeySet();
    private final Set<Interruption> asked = ConcurrentHashMap.newKeySet();
    private final Map<DatasetConfig, MusicDataset> datasets = new HashMap<>();
    private final Set<List<Object>> prepared = new HashSet<>();

    /**
     * @param overrides what the command line sets, which counts more than the file
     * @param threads files decoded at a time
     * @param features folder in which features are kept
     */
    SweepCells(
            Session session,
            SweepFile file,
            List<Assignment> overrides,
            List<String> typed,
            int threads,
            Path features) {
        this.session = session;
        this.file = file;
        this.overrides = List.copyOf(overrides);
        this.typed = List.copyOf(typed);
        preparation = new Preparation(session, threads);
        kept = FeatureCache.in(features);
        estimates = new SweepEstimates(session);
        session.interruption().onRequest(() -> {
            running.forEach(Pretrainer::stop);
            asked.forEach(Interruption::request);
        });
    }

    /** Keys that were added to the configuration, with the value that leaves everything as it was. */
    private static final Map<String, String> SINCE =
            Map.of("dataset.exclude", "[]", "dataset.audio_track", "none", "dataset.mixdown", "mean");

    private static boolean isBaseline(Cell cell) {
        return EncoderChoice.BASELINES.contains(cell.encoder());
    }

    private ClmrConfig trainConfig(Cell cell) throws IOException {
        return config(
                cell,
                cell.training().entrySet().stream()
                        .map(entry ->
                                new Assignment("sweep: pretrain." + entry.getKey(), entry.getKey(), entry.getValue()))
                        .toList());
    }

    ClmrConfig evaluationConfig(Cell cell) throws IOException {
        return config(cell, file.evaluate());
    }

    private ClmrConfig config(Cell cell, List<Assignment> more) throws IOException {
        List<Assignment> assignments = new ArrayList<>(file.set());
        assignments.addAll(overrides);
        cell.settings().forEach((key, value) -> assignments.add(new Assignment("sweep: " + key, key, value)));
        assignments.add(new Assignment("sweep: seeds", "train.seed", String.valueOf(cell.seed())));
        assignments.addAll(more);
        if (cell.trains() || isBaseline(cell)) {
            return ConfigLoader.load(file.config(), assignments).config();
        }
        Path path = UserPath.of(cell.encoder());
        ModelConfig network = checkpoint(cell).config();
        Optional<Path> base = file.config().isPresent() ? file.config() : RunConfig.around(path);
        ClmrConfig config =
                ConfigLoader.load(base, assignments, Optional.of(network)).config();
        if (!config.pretrain().model().equals(network)) {
            throw new ConfigException(path + " holds weights of another network than the sweep's model keys describe;"
                    + " leave these keys out, since weights bring their own");
        }
        return config;
    }

    private static Checkpoint checkpoint(Cell cell) throws IOException {
        Path path = UserPath.of(cell.encoder());
        if (!Files.exists(path)) {
            throw new InputException(path + " is not there, expected " + Cell.PRETRAIN + ", "
                    + String.join(", ", EncoderChoice.BASELINES) + ", or weights");
        }
        return Checkpoint.open(path);
    }

    @Override
    public CellKeys keys(Cell cell) throws IOException {
        ClmrConfig train = trainConfig(cell);
        train.requireDataset();
        if (cell.encoder().equals(Cell.SUPERVISED)) {
            return supervisedKeys(cell, train);
        }
        Map<String, String> all = new TreeMap<>(SupervisedRun.without(flat(train)));
        all.keySet().removeIf(key -> WITHOUT_EFFECT.contains(key) || key.startsWith("probe."));
        if (!train.pretrain().train().onlineProbe().enabled()) {
            all.keySet().removeIf(key -> key.startsWith("train.online_probe."));
        }
        if (!cell.trains()) {
            all.keySet().removeIf(key -> !key.startsWith("dataset.") && !key.startsWith("model."));
            if (cell.encoder().startsWith("random")) {
                all.put("train.seed", String.valueOf(cell.seed()));
            }
        }
        all.put("encoder", cell.encoder());
        if (!cell.trains() && !isBaseline(cell)) {
            Path weights = checkpoint(cell).file();
            all.put("weights", Files.size(weights) + " " + Files.getLastModifiedTime(weights));
        }
        String encoder = Fingerprint.of(lines(all));
        Map<String, String> evaluation = new TreeMap<>(flat(evaluationConfig(cell)));
        evaluation.keySet().removeIf(key -> !key.startsWith("probe.") && !key.startsWith("dataset."));
        evaluation.put("seed", String.valueOf(cell.seed()));
        evaluation.put("encoder", encoder);
        return new CellKeys(encoder, Fingerprint.of(lines(evaluation)));
    }

    /** Returns all keys, the dataset's folder such that it is the same from wherever it is named, and no other. */
    private static Map<String, String> flat(ClmrConfig config) {
        Map<String, String> flat = new TreeMap<>(ConfigPrinter.flat(config));
        flat.computeIfPresent(
                "dataset.root",
                (key, root) -> Path.of(root).toAbsolutePath().normalize().toString());
        SINCE.forEach(flat::remove); // keys that came later say nothing while they are as before
        return flat;
    }

    /** Such a run is trained and scored at once, so both keys say the same. */
    private CellKeys supervisedKeys(Cell cell, ClmrConfig config) {
        if (!file.evaluate().isEmpty() || !cell.training().isEmpty()) {
            throw new ConfigException(
                    "a supervised encoder has the tags it was trained with, so it cannot be scored with"
                            + " the sweep's 'evaluate' or 'pretrain' keys; leave one of the two out");
        }
        Map<String, String> flat = flat(config);
        Map<String, String> all = new TreeMap<>(SupervisedRun.deciding(flat));
        flat.forEach((key, value) -> {
            if (key.startsWith("dataset.") || key.equals("probe.label_fraction") || key.equals("probe.subset")) {
                all.put(key, value);
            }
        });
        all.put("encoder", cell.encoder());
        String key = Fingerprint.of(lines(all));
        return new CellKeys(key, key);
    }

    private static List<String> lines(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    synchronized MusicDataset dataset(ClmrConfig config) throws IOException {
        MusicDataset known = datasets.get(config.requireDataset());
        if (known == null) {
            known = preparation.load(config);
            datasets.put(config.requireDataset(), known);
        }
        return known;
    }

    @Override
    public void prepare(Cell cell) throws IOException {
        for (ClmrConfig config : List.of(trainConfig(cell), evaluationConfig(cell))) {
            boolean wanted = config.store().path().isPresent()
                    && prepared.add(List.of(
                            config.requireDataset(),
                            config.store(),
                            config.pretrain().model().sampleRateHz()));
            if (wanted) {
                preparation.prepare(config);
            }
        }
    }

    @Override
    public Description describe(Cell cell) throws IOException {
        ClmrConfig train = trainConfig(cell);
        ClmrConfig evaluation = evaluationConfig(cell);
        String data = CellText.data(evaluation.requireDataset(), dataset(evaluation));
        String network = cell.encoder().equals("mfcc")
                ? ""
                : CellText.network(evaluation.pretrain().model());
        if (!cell.trains()) {
            return new Description(data, network, "");
        }
        if (!train.requireDataset().equals(evaluation.requireDataset())) {
            data += "; pretrained on " + CellText.data(train.requireDataset(), dataset(train));
        }
        boolean supervised = cell.encoder().equals(Cell.SUPERVISED);
        return new Description(data, network, supervised ? CellText.supervised(train) : CellText.pretraining(train));
    }

    @Override
    public boolean pretrain(Cell cell, Path run) throws Exception {
        ClmrConfig config = trainConfig(cell);
        if (cell.encoder().equals(Cell.SUPERVISED)) {
            return supervised(config, run);
        }
        MusicDataset dataset = dataset(config);
        try (ClipReader reader = openAudio(config, dataset)) {
            TrainingSet tracks = Pretraining.tracks(config, dataset, reader);
            Pretrainer pretrainer = new Pretrainer(config.pretrain(), tracks);
            if (config.pretrain().train().onlineProbe().enabled()) {
                pretrainer.setOnlineProbe(new ValidationProbe(config, dataset, reader));
            }
            RunDescription description = Pretraining.describe(config, tracks, typed);
            boolean started = Files.exists(run.resolve("run.json"));
            try (RunFolder folder = started ? RunFolder.resume(run, description) : RunFolder.create(run, description)) {
                running.add(pretrainer);
                session.interruption().check();
                return pretrainer.run(folder, TrainingListener.SILENT) == Outcome.FINISHED;
            } finally {
                running.remove(pretrainer);
            }
        }
    }

    /** Trains and scores; a run that came to its end is not trained again, only scored. */
    private boolean supervised(ClmrConfig config, Path run) throws Exception {
        Interruption own = new Interruption(); // the run's, which forgets what it was to call when it ends
        asked.add(own);
        try {
            session.interruption().check();
            Session inner = new Session(session.console(), own, session.environment());
            boolean started = Files.exists(run.resolve("run.json"));
            return new SupervisedRun(inner, new ConfigOptions(), typed)
                    .run(config, run, started)
                    .report()
                    .isPresent();
        } finally {
            asked.remove(own);
        }
    }

    @Override
    public Evaluator open(Optional<Path> run) {
        return new SweepEvaluator(session, this, run, kept);
    }

    /** Returns what computes a cell's features. */
    FeatureSource source(Cell cell, ClmrConfig config, Optional<Path> run) throws IOException {
        if (run.isPresent()) {
            return new FeatureSource.Trained(run.get());
        }
        return isBaseline(cell)
                ? FeatureSource.parse(cell.encoder(), config.pretrain().model(), cell.seed())
                : new FeatureSource.Loaded(checkpoint(cell));
    }

    ClipReader openAudio(ClmrConfig config, MusicDataset dataset) throws IOException {
        return preparation.open(config, dataset);
    }

    @Override
    public Estimate estimate(Cell cell) throws IOException {
        ClmrConfig config = trainConfig(cell);
        ClmrConfig evaluation = evaluationConfig(cell);
        Device device = UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
        if (cell.encoder().equals(Cell.SUPERVISED)) {
            return new Estimate(estimates.supervised(config, dataset(config)), 0);
        }
        return new Estimate(
                cell.trains() ? estimates.pretrain(config, dataset(config)) : 0,
                estimates.evaluate(cell.encoder(), evaluation, dataset(evaluation), device));
    }

    @Override
    public boolean stopped() {
        return session.interruption().requested();
    }
}
