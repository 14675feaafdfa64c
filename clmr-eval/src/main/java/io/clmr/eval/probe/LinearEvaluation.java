package io.clmr.eval.probe;

import ai.djl.Device;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.DatasetException;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.FeatureCache;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.features.WindowChoice;
import io.clmr.eval.features.WindowRule;
import io.clmr.eval.probe.ProbeConfig.TrainWindows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates frozen features by a probe, as published: the probe is fitted on the training clips, its training is
 * steered by the validation clips, and the test clips are scored once.
 *
 * <p>Features are computed once and kept, so several probes on one encoder cost little more than one.
 */
public final class LinearEvaluation {
    private final MusicDataset dataset;
    private final ClipReader reader;
    private final ClipFeatures features;
    private final FeatureCache kept;
    private final Map<CacheKey, FeatureTable> cache = new HashMap<>();

    /** Features of whole clips are the same for every choice of windows. */
    private static final WindowChoice WHOLE_CLIPS = new WindowChoice.All(WindowRule.ALL_FULL);

    private record CacheKey(List<Clip> clips, WindowChoice choice) {}

    /**
     * @param reader gives the audio of the dataset's clips
     * @param features are not closed by this
     * @param kept where features are kept from one program to the next
     * @throws DatasetException if a split has no labelled clips
     */
    public LinearEvaluation(MusicDataset dataset, ClipReader reader, ClipFeatures features, FeatureCache kept)
            throws DatasetException {
        this.dataset = dataset;
        this.reader = reader;
        this.features = features;
        this.kept = kept;
        for (Split split : List.of(Split.TRAIN, Split.VALID, Split.TEST)) {
            requireSome(dataset.labelledClips(split).size(), split, "labelled clips");
        }
    }

    /** As the other constructor, keeping features only as long as this object. */
    public LinearEvaluation(MusicDataset dataset, ClipReader reader, ClipFeatures features) throws DatasetException {
        this(dataset, reader, features, FeatureCache.none());
    }

    /** Evaluates one source with one probe; see the constructor and {@link #evaluate}. */
    public static EvaluationResult run(
            MusicDataset dataset,
            ClipReader reader,
            FeatureSource source,
            ProbeConfig config,
            long seed,
            Device device,
            ProgressListener listener)
            throws IOException {
        try (ClipFeatures features = source.open(device, reader, dataset.clips(Split.TRAIN))) {
            return new LinearEvaluation(dataset, reader, features).evaluate(config, seed, listener);
        }
    }

    /**
     * Fits a probe and scores the test clips with it.
     *
     * @param seed of the crops, the start values, the order of the windows and the label subset
     * @throws DatasetException if nothing can be measured, for instance because all clips are too short
     */
    public EvaluationResult evaluate(ProbeConfig config, long seed, ProgressListener listener) throws IOException {
        long start = System.nanoTime();
        FeatureTable test = table(Split.TEST, new WindowChoice.All(config.testWindows()), config, seed, listener);
        Grouping grouping = grouping(config, test.clips());
        List<EvaluationScores.Run> runs = new ArrayList<>();
        Set<String> skipped = new LinkedHashSet<>(test.skipped());
        Optional<SavedHead> head = Optional.empty();
        int trainClips = 0;
        int validClips = 0;
        for (int repeat = 0; repeat < config.repeats(); repeat++) {
            ProbeTask task = task(config, seed, seed + repeat, listener);
            FittedProbe probe = Heads.fit(task, config, seed + repeat, listener);
            runs.add(new EvaluationScores.Run(seed + repeat, probe.epochs(), probe.chosen(), probe.scores(test)));
            if (repeat == 0) {
                head = probe.head().map(layers -> saved(layers, config));
            }
            skipped.addAll(task.train().skipped());
            skipped.addAll(task.valid().skipped());
            trainClips = task.train().clips().size();
            validClips = task.valid().clips().size();
        }
        EvaluationReport.Clips counts =
                new EvaluationReport.Clips(trainClips, validClips, test.clips().size(), List.copyOf(skipped));
        EvaluationScores scores =
                measurable(new EvaluationScores(test.clips(), dataset.labels(), runs, grouping, seed), Split.TEST);
        return result(scores, Passport.of(dataset, features, config, grouping, seed), counts, head, start);
    }

    /**
     * Scores the test clips with a head that was fitted before: nothing is trained.
     *
     * @param head of these features
     * @param name of the head in the passport, such as {@code supervised}
     * @param config of the windows, the average and the intervals; what it says of training is not used
     * @param trained how many clips the head was fitted on, and steered by
     */
    public EvaluationResult evaluate(
            SavedHead head,
            String name,
            ProbeConfig config,
            EvaluationReport.Clips trained,
            long seed,
            ProgressListener listener)
            throws IOException {
        long start = System.nanoTime();
        FeatureTable test = table(Split.TEST, new WindowChoice.All(config.testWindows()), config, seed, listener);
        Grouping grouping = grouping(config, test.clips());
        EvaluationScores.Run run =
                new EvaluationScores.Run(seed, 0, "", head.head().scores(test));
        EvaluationReport.Clips counts = new EvaluationReport.Clips(
                trained.train(), trained.valid(), test.clips().size(), test.skipped());
        EvaluationScores scores = measurable(
                new EvaluationScores(test.clips(), dataset.labels(), List.of(run), grouping, seed), Split.TEST);
        Protocol protocol = Passport.of(dataset, features, config.withIntervals(config.intervals(), 1), grouping, seed)
                .withHead(name);
        return result(scores, protocol, counts, Optional.of(head), start);
    }

    private EvaluationResult result(
            EvaluationScores scores,
            Protocol protocol,
            EvaluationReport.Clips counts,
            Optional<SavedHead> head,
            long start) {
        Predictions predictions = scores.predictions();
        EvaluationReport report = scores.report(
                protocol, counts, features, predictions, dataset.name(), (System.nanoTime() - start) / 1e9);
        return new EvaluationResult(report, predictions, head);
    }

    private SavedHead saved(TrainedHead head, ProbeConfig config) {
        return new SavedHead(
                head,
                new SavedHead.Description(
                        lower(config.head()),
                        head.softmax() ? "softmax" : "sigmoid",
                        lower(head.pooling()),
                        dataset.labels().names(),
                        features.name(),
                        features.fingerprint(),
                        features.sampleRateHz(),
                        features.windowSamples()));
    }

    /**
     * Fits a probe and scores the validation clips with it: a look at an encoder in training that leaves the test
     * clips alone.
     *
     * @return the metrics by the names of the report's
     */
    public Map<String, Double> validate(ProbeConfig config, long seed, ProgressListener listener) throws IOException {
        FeatureTable valid = table(Split.VALID, new WindowChoice.All(config.testWindows()), config, seed, listener);
        FittedProbe probe = Heads.fit(task(config, seed, seed, listener), config, seed, listener);
        EvaluationScores.Run run = new EvaluationScores.Run(seed, probe.epochs(), probe.chosen(), probe.scores(valid));
        return measurable(
                        new EvaluationScores(
                                valid.clips(), dataset.labels(), List.of(run), grouping(config, valid.clips()), seed),
                        Split.VALID)
                .means();
    }

    private Grouping grouping(ProbeConfig config, List<Clip> clips) throws DatasetException {
        try {
            return Grouping.of(config.intervals(), clips);
        } catch (IllegalArgumentException e) {
            throw new DatasetException(Path.of(dataset.name()), String.valueOf(e.getMessage()), e);
        }
    }

    private ProbeTask task(ProbeConfig config, long seed, long runSeed, ProgressListener listener) throws IOException {
        WindowChoice choice = config.trainWindows() == TrainWindows.ALL
                ? new WindowChoice.All(config.testWindows())
                : new WindowChoice.RandomOne(runSeed);
        return new ProbeTask(
                table(Split.TRAIN, choice, config, seed, listener),
                table(Split.VALID, choice, config, seed, listener),
                dataset.labels().size(),
                dataset.labels().kind() == LabelSpace.Kind.SINGLE);
    }

    private EvaluationScores measurable(EvaluationScores scores, Split split) throws DatasetException {
        if (scores.metrics().perTag().isEmpty()) {
            throw new DatasetException(
                    Path.of(dataset.name()),
                    "no tag has both clips with it and clips without it in the " + lower(split)
                            + " split, so nothing can be measured");
        }
        return scores;
    }

    private FeatureTable table(
            Split split, WindowChoice choice, ProbeConfig config, long seed, ProgressListener listener)
            throws IOException {
        List<Clip> labelled = dataset.labelledClips(split);
        List<Clip> clips = split == Split.TRAIN
                ? LabelSubset.draw(labelled, config.subset(), config.labelFraction(), seed)
                : labelled;
        WindowChoice windows = features.windowSamples() == 0 ? WHOLE_CLIPS : choice;
        FeatureTable whole = cache.get(new CacheKey(labelled, windows));
        if (whole == null && kept.keeps()) {
            whole = extract(split, labelled, windows, listener);
        }
        if (whole != null) {
            FeatureTable part = clips.size() == labelled.size() ? whole : whole.only(clips);
            requireSome(part.clips().size(), split, "clips long enough for a window");
            return part;
        }
        FeatureTable known = cache.get(new CacheKey(clips, windows));
        return known != null ? known : extract(split, clips, windows, listener);
    }

    private FeatureTable extract(Split split, List<Clip> clips, WindowChoice windows, ProgressListener listener)
            throws IOException {
        FeatureTable computed = kept.get(
                features,
                reader,
                clips,
                windows,
                (stage, done, total) -> listener.progress(lower(split) + ": " + stage, done, total));
        requireSome(computed.clips().size(), split, "clips long enough for a window");
        cache.put(new CacheKey(clips, windows), computed);
        return computed;
    }

    private void requireSome(int found, Split split, String what) throws DatasetException {
        if (found == 0) {
            throw new DatasetException(
                    Path.of(dataset.name()),
                    "the " + lower(split) + " split has no " + what
                            + ", expected at least one; check the split and the labels");
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
