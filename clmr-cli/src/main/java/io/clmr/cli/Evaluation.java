package io.clmr.cli;

import ai.djl.Device;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.engine.Devices;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.probe.EvaluationResult;
import io.clmr.eval.probe.LinearEvaluation;
import java.io.IOException;

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
        long seed = config.pretrain().train().seed();
        Device device = UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
        try (StageProgress progress = new StageProgress(session)) {
            return LinearEvaluation.run(dataset, reader, source, config.probe(), seed, device, progress);
        }
    }
}
