package io.clmr.cli;

import ai.djl.Device;
import io.clmr.cli.bench.EmbedBench;
import io.clmr.cli.bench.NoiseReader;
import io.clmr.cli.bench.TrainBench;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.model.ModelConfig;
import io.clmr.data.dataset.Clip;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.data.store.PcmStore;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.FeatureExtractor;
import io.clmr.eval.features.FeatureSource;
import io.clmr.eval.features.ProgressListener;
import io.clmr.eval.features.WindowChoice;
import io.clmr.eval.features.WindowRule;
import io.clmr.eval.probe.ProbeConfig.TrainWindows;
import io.clmr.train.OnlineProbeConfig;
import io.clmr.train.PretrainConfig;
import io.clmr.train.TrainConfig;
import io.clmr.train.supervised.SupervisedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Says how long cells will take, from a few steps and windows measured on this machine for each kind of network. */
final class SweepEstimates {

    private static final int MEASURED_STEPS = 2;
    private static final int MEASURED_BATCHES = 2;
    private static final int BATCH = 4;
    private static final int USUAL_CLIP_SECONDS = 29; // of a clip that was not decoded yet, as in MagnaTagATune

    private final Session session;
    private final Map<List<Object>, Double> known = new HashMap<>();

    SweepEstimates(Session session) {
        this.session = session;
    }

    private interface Measurement {
        double seconds() throws IOException;
    }

    private double known(List<Object> key, Measurement measurement) throws IOException {
        session.interruption().check();
        Double seconds = known.get(key);
        if (seconds == null) {
            seconds = measurement.seconds();
            known.put(key, seconds);
        }
        return seconds;
    }

    /** Returns the seconds of a pretraining. */
    double pretrain(ClmrConfig config, MusicDataset dataset) throws IOException {
        PretrainConfig pretrain = config.pretrain();
        TrainConfig train = pretrain.train();
        long stepsPerEpoch = Math.max(1, dataset.clips(Split.TRAIN).size() / train.batchSize());
        long steps =
                Math.min(train.maxEpochs() * stepsPerEpoch, train.maxSteps().orElse(Long.MAX_VALUE));
        return steps * secondsPerStep(pretrain, train);
    }

    /** Returns the seconds of a supervised run that does not end early: a step takes one view a clip. */
    double supervised(ClmrConfig config, MusicDataset dataset) throws IOException {
        SupervisedConfig supervised = config.supervised();
        double clips = config.probe().labelFraction()
                * dataset.labelledClips(Split.TRAIN).size();
        PretrainConfig pretrain = config.pretrain();
        TrainConfig train = withBatch(pretrain.train(), supervised.batchSize());
        double viewsOfBatch = (double) train.views() * supervised.batchSize();
        return supervised.maxEpochs() * clips * secondsPerStep(pretrain, train) / viewsOfBatch;
    }

    private double secondsPerStep(PretrainConfig pretrain, TrainConfig train) throws IOException {
        List<Object> kind = List.of(
                pretrain.model(),
                pretrain.augment(),
                pretrain.augmentViews(),
                pretrain.loss(),
                train.batchSize(),
                train.views());
        return known(kind, () -> measuredStep(pretrain, train));
    }

    private double measuredStep(PretrainConfig pretrain, TrainConfig train) throws IOException {
        PretrainConfig few = new PretrainConfig(
                pretrain.model(),
                pretrain.augment(),
                pretrain.augmentViews(),
                pretrain.loss(),
                pretrain.optimizer(),
                pretrain.schedule(),
                shortened(train));
        return 1 / new TrainBench(few).run(session.interruption()::onRequest).rate();
    }

    private static TrainConfig shortened(TrainConfig train) {
        return few(train, train.batchSize(), train.accumulate());
    }

    private static TrainConfig withBatch(TrainConfig train, int batchSize) {
        return few(train, batchSize, 1);
    }

    private static TrainConfig few(TrainConfig train, int batchSize, int accumulate) {
        int steps = MEASURED_STEPS + TrainBench.WARM_UP_STEPS;
        return new TrainConfig(
                batchSize,
                false,
                train.views(),
                steps,
                Optional.of((long) steps),
                accumulate,
                train.emaDecay(),
                train.seed(),
                train.workers(),
                train.device(),
                train.precision(),
                Integer.MAX_VALUE,
                1,
                1,
                OnlineProbeConfig.defaults());
    }

    /** Returns the seconds of an evaluation's features; fitting a head takes seconds beyond them. */
    double evaluate(String encoder, ClmrConfig config, MusicDataset dataset, Device device) throws IOException {
        ModelConfig model = config.pretrain().model();
        List<Clip> labelled = dataset.clips().stream().filter(Clip::labelled).toList();
        if (encoder.equals("mfcc")) {
            return labelled.size()
                    * known(List.of(encoder, model.sampleRateHz()), () -> secondsPerClip(model.sampleRateHz(), device));
        }
        double perWindow = known(List.of("window", model, device), () -> secondsPerWindow(model, device));
        return perWindow * windows(config, labelled);
    }

    private double secondsPerWindow(ModelConfig model, Device device) throws IOException {
        try (FeatureExtractor encoder = FeatureExtractor.untrained(model, 0, device)) {
            return 1
                    / new EmbedBench(encoder, EmbedBench.noise(model.samples()), session.interruption()::check)
                            .run(BATCH, MEASURED_BATCHES, Runtime.getRuntime().availableProcessors())
                            .rate();
        }
    }

    private static double secondsPerClip(int sampleRateHz, Device device) throws IOException {
        try (NoiseReader reader = new NoiseReader(sampleRateHz, 1, USUAL_CLIP_SECONDS * sampleRateHz);
                ClipFeatures features = new FeatureSource.Mfcc(sampleRateHz).open(device, reader, List.of())) {
            String key = reader.keys().get(0);
            Clip clip = new Clip(key, Path.of(key), Split.TEST, Optional.empty(), key, Optional.empty());
            long start = System.nanoTime();
            features.extract(reader, List.of(clip), new WindowChoice.All(WindowRule.ALL_FULL), ProgressListener.none());
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static long windows(ClmrConfig config, List<Clip> clips) throws IOException {
        ModelConfig model = config.pretrain().model();
        boolean all = config.probe().trainWindows() == TrainWindows.ALL;
        Optional<Path> store = config.store().path().filter(Files::isDirectory);
        long windows = 0;
        if (store.isPresent()) {
            try (ClipReader reader = PcmStore.open(
                    store.get(), model.sampleRateHz(), config.dataset().audioSelection())) {
                for (Clip clip : clips) {
                    OptionalInt track = reader.find(clip.key());
                    long samples =
                            track.isPresent() ? reader.track(track.getAsInt()).samples() : 0;
                    windows += windows(clip, samples, model.samples(), all);
                }
            }
        } else {
            for (Clip clip : clips) {
                windows += windows(clip, (long) USUAL_CLIP_SECONDS * model.sampleRateHz(), model.samples(), all);
            }
        }
        return windows;
    }

    private static long windows(Clip clip, long samples, int window, boolean all) {
        return all || clip.split() == Split.TEST ? samples / window : Math.min(1, samples / window);
    }
}
