package io.clmr.eval.features;

import ai.djl.Device;
import io.clmr.base.files.UserPath;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What can be evaluated: trained weights, or a baseline that needs none. */
public sealed interface FeatureSource {

    /** Weights of a run folder, a checkpoint folder or a file. */
    record Trained(Path checkpoint) implements FeatureSource {
        @Override
        public ClipFeatures open(Device device, ClipReader reader, List<Clip> trainClips) throws IOException {
            return new EncoderFeatures(checkpoint.toString(), FeatureExtractor.open(checkpoint, device));
        }
    }

    /** Weights that were read already. */
    record Loaded(Checkpoint checkpoint) implements FeatureSource {
        @Override
        public ClipFeatures open(Device device, ClipReader reader, List<Clip> trainClips) throws IOException {
            return new EncoderFeatures(checkpoint.file().toString(), FeatureExtractor.open(checkpoint, device));
        }
    }

    /** An encoder with start values, as it is before training; the samples are not normalised. */
    record Untrained(ModelConfig config, long seed) implements FeatureSource {
        @Override
        public ClipFeatures open(Device device, ClipReader reader, List<Clip> trainClips) {
            return new EncoderFeatures("random", FeatureExtractor.untrained(config, seed, device));
        }
    }

    /** An encoder with start values, but with BatchNorm statistics of the training clips. */
    record UntrainedWithStatistics(ModelConfig config, long seed) implements FeatureSource {
        @Override
        public ClipFeatures open(Device device, ClipReader reader, List<Clip> trainClips) throws IOException {
            return new EncoderFeatures("random-bn", DataStatistics.untrained(config, seed, device, reader, trainClips));
        }
    }

    /** Mean and standard deviation of 20 MFCCs and of their differences over each clip. */
    record Mfcc(int sampleRateHz) implements FeatureSource {
        @Override
        public ClipFeatures open(Device device, ClipReader reader, List<Clip> trainClips) {
            return new MfccFeatures(sampleRateHz);
        }
    }

    /**
     * Reads {@code random}, {@code random-bn}, {@code mfcc} or a path.
     *
     * @param config of the encoders without weights
     * @param seed of the encoders without weights
     */
    static FeatureSource parse(String text, ModelConfig config, long seed) {
        return switch (text) {
            case "random" -> new Untrained(config, seed);
            case "random-bn" -> new UntrainedWithStatistics(config, seed);
            case "mfcc" -> new Mfcc(config.sampleRateHz());
            default -> new Trained(UserPath.of(text));
        };
    }

    /**
     * Makes what computes the features.
     *
     * @param trainClips whose statistics are used, where any are
     */
    ClipFeatures open(Device device, ClipReader reader, List<Clip> trainClips) throws IOException;
}
