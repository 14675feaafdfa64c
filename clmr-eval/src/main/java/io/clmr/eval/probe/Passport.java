package io.clmr.eval.probe;

import io.clmr.core.engine.EngineReport;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.Fingerprint;
import io.clmr.eval.probe.ProbeConfig.Average;
import io.clmr.eval.probe.ProbeConfig.Head;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Fills in the protocol of an evaluation. */
final class Passport {
    private Passport() {}

    static Protocol of(MusicDataset dataset, ClipFeatures features, ProbeConfig config, Grouping grouping, long seed) {
        boolean single = dataset.labels().kind() == LabelSpace.Kind.SINGLE;
        boolean trained = config.head() == Head.LINEAR || config.head() == Head.MLP;
        boolean wholeClips = features.windowSamples() == 0;
        return new Protocol(
                dataset.split(),
                splitHash(dataset),
                Fingerprint.of(dataset.labels().names()),
                single ? "single_label" : "multi_label",
                features.sampleRateHz(),
                features.windowSamples(),
                wholeClips ? "whole_clip" : lower(config.testWindows()),
                wholeClips ? "whole_clip" : lower(config.trainWindows()),
                lower(config.head()),
                activation(config, single),
                average(config),
                trained ? lower(config.procedure()) : "none",
                standardize(config),
                choices(config),
                config.learningRate(),
                config.weightDecay(),
                config.batchSize(),
                config.maxEpochs(),
                config.earlyStopPatience(),
                lower(config.subset()),
                config.labelFraction(),
                config.repeats(),
                seed,
                LongStream.range(seed, seed + config.repeats()).boxed().toList(),
                EvaluationScores.RESAMPLES,
                lower(grouping),
                versions());
    }

    private static String standardize(ProbeConfig config) {
        return switch (config.head()) {
            case LINEAR, MLP -> config.standardize() ? "yes" : "no";
            case LOGISTIC -> "yes";
            case KNN -> "no";
            case GRID -> "grid";
        };
    }

    private static String choices(ProbeConfig config) {
        return switch (config.head()) {
            case LINEAR, MLP -> "";
            case LOGISTIC -> LogisticProbe.description();
            case KNN -> KnnProbe.description();
            case GRID -> GridProbe.description();
        };
    }

    private static String splitHash(MusicDataset dataset) {
        List<String> parts = new ArrayList<>();
        for (Split split : List.of(Split.TRAIN, Split.VALID, Split.TEST)) {
            parts.add(split.name());
            dataset.labelledClips(split).stream().map(Clip::key).sorted().forEach(parts::add);
        }
        return Fingerprint.of(parts);
    }

    private static String activation(ProbeConfig config, boolean single) {
        return switch (config.head()) {
            case KNN -> "share_of_neighbours";
            case LINEAR, MLP, GRID -> config.average() == Average.LOGIT ? "none" : single ? "softmax" : "sigmoid";
            case LOGISTIC -> single ? "softmax" : "sigmoid";
        };
    }

    private static String average(ProbeConfig config) {
        return switch (config.head()) {
            case LINEAR, MLP, GRID -> lower(config.average());
            case LOGISTIC, KNN -> "features";
        };
    }

    private static Map<String, String> versions() {
        EngineReport engine = EngineReport.collect();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put(
                "clmr",
                Optional.ofNullable(Passport.class.getPackage().getImplementationVersion())
                        .orElse("development"));
        versions.put("java", Runtime.version().toString());
        versions.put("djl", engine.engineVersion());
        versions.put("libtorch", engine.libtorchVersion() + " " + engine.flavour());
        versions.put("threads", Integer.toString(engine.threads()));
        return versions;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
