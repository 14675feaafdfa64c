package io.clmr.cli;

import ai.djl.Device;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.engine.Devices;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.FeatureCache;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.probe.EvaluationResult;
import io.clmr.eval.probe.LinearEvaluation;
import io.clmr.eval.probe.ProbeConfig;
import io.clmr.eval.triplets.Triplet;
import io.clmr.eval.triplets.TripletAgreement;
import io.clmr.eval.triplets.TripletScore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
        return named.equals("none") ? FeatureCache.none() : FeatureCache.in(Path.of(named));
    }
}
