package io.clmr.cli;

import ai.djl.Device;
import io.clmr.base.files.UserPath;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.Devices;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.FeatureCache;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.probe.EvaluationReport;
import io.clmr.eval.probe.EvaluationResult;
import io.clmr.eval.probe.LinearEvaluation;
import io.clmr.eval.probe.ProbeConfig;
import io.clmr.eval.probe.SavedHead;
import io.clmr.eval.triplets.Triplet;
import io.clmr.eval.triplets.TripletAgreement;
import io.clmr.eval.triplets.TripletScore;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Evaluates encoders on one dataset. */
final class Evaluation {

    private final Session session;
    private final ClmrConfig config;
    private final MusicDataset dataset;
    private final ClipReader reader;

    Evaluation(Session session, ClmrConfig config, MusicDataset dataset, ClipReader reader) {
        this.session = session;
        this.config = config;
        this.dataset = dataset;
        this.reader = reader;
    }

    /** Evaluates what a name stands for by the configured probe. */
    EvaluationResult evaluate(FeatureSource source) throws IOException {
        return evaluate(source, config.probe());
    }

    /** Evaluates what a name stands for by another probe. */
    EvaluationResult evaluate(FeatureSource source, ProbeConfig probe) throws IOException {
        try (StageProgress progress = new StageProgress(session);
                ClipFeatures features = source.open(device(), reader, dataset.clips(Split.TRAIN))) {
            return new LinearEvaluation(dataset, reader, features, cache()).evaluate(probe, seed(), progress);
        }
    }

    /**
     * Scores a network that brings its own last layer.
     *
     * @param weight of that layer, [tags][features]
     * @param trained how many clips it was trained on, and steered by
     */
    EvaluationResult evaluate(Checkpoint checkpoint, float[][] weight, float[] bias, EvaluationReport.Clips trained)
            throws IOException {
        FeatureSource source = new FeatureSource.Loaded(checkpoint);
        boolean single = dataset.labels().kind() == LabelSpace.Kind.SINGLE;
        try (StageProgress progress = new StageProgress(session);
                ClipFeatures features = source.open(device(), reader, dataset.clips(Split.TRAIN))) {
            SavedHead head = SavedHead.of(
                    Map.of("0.weight", weight, "0.bias", new float[][] {bias}),
                    new SavedHead.Description(
                            "supervised",
                            single ? "softmax" : "sigmoid",
                            config.probe().average() == ProbeConfig.Average.LOGIT ? "logits" : "probabilities",
                            dataset.labels().names(),
                            features.name(),
                            features.fingerprint(),
                            features.sampleRateHz(),
                            features.windowSamples()));
            return new LinearEvaluation(dataset, reader, features, cache())
                    .evaluate(head, "supervised", config.probe(), trained, seed(), progress);
        }
    }

    /** Compares the features' distances with people's votes. */
    TripletScore triplets(FeatureSource source, List<Triplet> triplets) throws IOException {
        try (StageProgress progress = new StageProgress(session);
                ClipFeatures features = source.open(device(), reader, dataset.clips(Split.TRAIN))) {
            return TripletAgreement.score(
                    triplets,
                    dataset.clips(),
                    reader,
                    features,
                    cache(),
                    config.probe().testWindows(),
                    seed(),
                    progress);
        }
    }

    private long seed() {
        return config.pretrain().train().seed();
    }

    private Device device() {
        return UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
    }

    /** Returns where features are kept: a folder beside the store's, unless another one is named or none. */
    FeatureCache cache() {
        String named = config.probe().featureCache();
        if (named.equals("auto")) {
            return config.store()
                    .path()
                    .map(store -> FeatureCache.in(store.resolveSibling(store.getFileName() + "-features")))
                    .orElseGet(FeatureCache::none);
        }
        return named.equals("none") ? FeatureCache.none() : FeatureCache.in(UserPath.of(named));
    }
}
