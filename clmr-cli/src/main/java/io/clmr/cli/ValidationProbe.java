package io.clmr.cli;

import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.EncoderFeatures;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.features.NotFiniteException;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.probe.LinearEvaluation;
import io.clmr.train.OnlineProbe;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scores the encoder in training on the validation clips, by the configured probe; the test clips stay unseen. */
final class ValidationProbe implements OnlineProbe {

    private static final Logger LOG = LoggerFactory.getLogger(ValidationProbe.class);

    private final ClmrConfig config;
    private final MusicDataset dataset;
    private final ClipReader reader;

    ValidationProbe(ClmrConfig config, MusicDataset dataset, ClipReader reader) {
        this.config = config;
        this.dataset = dataset;
        this.reader = reader;
    }

    @Override
    public Map<String, Double> evaluate(ContrastiveModel model, long epochs) throws IOException {
        FeatureExtractor frozen = FeatureExtractor.of(model, model.manager().getDevice());
        try (EncoderFeatures features = new EncoderFeatures("epoch " + epochs, frozen)) {
            return new LinearEvaluation(dataset, reader, features)
                    .validate(config.probe(), config.pretrain().train().seed(), ProgressListener.none());
        } catch (NotFiniteException e) {
            LOG.warn("epoch {} has no scores: {}", epochs, e.getMessage()); // a run that diverges ends by itself
            return Map.of();
        }
    }
}
