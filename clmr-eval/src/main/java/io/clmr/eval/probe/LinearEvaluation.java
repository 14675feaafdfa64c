package io.clmr.eval.probe;

import ai.djl.Device;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.DatasetException;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.features.FeatureTable;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.features.WindowChoice;
import io.clmr.eval.probe.ProbeConfig.TrainWindows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Evaluates frozen features by a probe, as published: the probe is fitted on the training clips, its training is
 * steered by the validation clips, and the test clips are scored once.
 *
 * <p>Features are computed once and kept, so several probes on one encoder cost little more than one.
 */
public final class LinearEvaluation {
    private final MusicDataset dataset;
    private final String splitName;
    private final ClipReader reader;
    private final ClipFeatures features;
    private final Device device;
    private final Map<CacheKey, FeatureTable> cache = new HashMap<>();

    private record CacheKey(List<Clip> clips, WindowChoice choice) {}

    /**
     * @param splitName what the report calls the split
     * @param reader gives the audio of the dataset's clips
     * @param features are not closed by this
     * @param device to train heads on
     * @throws DatasetException if a split has no labelled clips
     */
    public LinearEvaluation(
            MusicDataset dataset, String splitName, ClipReader reader, ClipFeatures features, Device device)
            throws DatasetException {
        this.dataset = dataset;
        this.splitName = splitName;
        this.reader = reader;
        this.features = features;
        this.device = device;
        for (Split split : List.of(Split.TRAIN, Split.VALID, Split.TEST)) {
            requireSome(dataset.labelledClips(split).size(), split, "labelled clips");
        }
    }

    /** Evaluates one source with one probe; see the constructor and {@link #evaluate}. */
    public static EvaluationResult run(
            MusicDataset dataset,
            String splitName,
            ClipReader reader,
            FeatureSource source,
            ProbeConfig config,
            long seed,
            Device device,
            ProgressListener listener)
            throws IOException {
        try (ClipFeatures features = source.open(device, reader, dataset.clips(Split.TRAIN))) {
            return new LinearEvaluation(dataset, splitName, reader, features, device).evaluate(config, seed, listener);
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
        WindowChoice all = new WindowChoice.All(config.testWindows());
        List<Clip> trainClips = LabelSubset.draw(dataset.labelledClips(Split.TRAIN), config.labelFraction(), seed);
        FeatureTable test = table(Split.TEST, dataset.labelledClips(Split.TEST), all, listener);
        List<EvaluationScores.Run> runs = new ArrayList<>();
        FeatureTable train = test;
        FeatureTable valid = test;
        for (int repeat = 0; repeat < config.repeats(); repeat++) {
            long runSeed = seed + repeat;
            WindowChoice choice = config.trainWindows() == TrainWindows.ALL ? all : new WindowChoice.RandomOne(runSeed);
            train = table(Split.TRAIN, trainClips, choice, listener);
            valid = table(Split.VALID, dataset.labelledClips(Split.VALID), choice, listener);
            ProbeTask task = new ProbeTask(train, valid, dataset.labels().size(), isSingleLabel());
            FittedProbe probe = Heads.fit(task, config, device, runSeed, listener);
            runs.add(new EvaluationScores.Run(runSeed, probe.epochs(), probe.chosen(), probe.scores(test)));
        }
        EvaluationScores scores = new EvaluationScores(test.clips(), dataset.labels(), runs, seed);
        if (scores.metrics().perTag().isEmpty()) {
            throw new DatasetException(
                    Path.of(dataset.name()),
                    "no tag has both clips with it and clips without it in the test split, so nothing can be measured");
        }
        List<String> skipped = new ArrayList<>(train.skipped());
        skipped.addAll(valid.skipped());
        skipped.addAll(test.skipped());
        EvaluationReport report = scores.report(
                Passport.of(dataset, splitName, features, config, seed),
                new EvaluationReport.Clips(
                        train.clips().size(), valid.clips().size(), test.clips().size(), skipped),
                features,
                dataset.name(),
                (System.nanoTime() - start) / 1e9);
        return new EvaluationResult(report, scores.predictions());
    }

    private boolean isSingleLabel() {
        return dataset.labels().kind() == LabelSpace.Kind.SINGLE;
    }

    private FeatureTable table(Split split, List<Clip> clips, WindowChoice choice, ProgressListener listener)
            throws IOException {
        CacheKey key = new CacheKey(clips, features.windowSamples() == 0 ? wholeClips() : choice);
        FeatureTable known = cache.get(key);
        if (known == null) {
            known = features.extract(
                    reader,
                    clips,
                    choice,
                    (stage, done, total) -> listener.progress(split + ": " + stage, done, total));
            requireSome(known.clips().size(), split, "clips long enough for a window");
            cache.put(key, known);
        }
        return known;
    }

    private static WindowChoice wholeClips() {
        return new WindowChoice.All(ProbeConfig.defaults().testWindows());
    }

    private void requireSome(int found, Split split, String what) throws DatasetException {
        if (found == 0) {
            throw new DatasetException(
                    Path.of(dataset.name()),
                    "the " + split.name().toLowerCase(Locale.ROOT) + " split has no " + what
                            + ", expected at least one; check the split and the labels");
        }
    }
}
