package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.clmr.augment.TransformConfig;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.engine.Precision;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.loss.LossConfig;
import io.clmr.core.loss.NtXentConfig;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalize;
import io.clmr.data.store.PcmStore;
import io.clmr.train.optim.OptimizerConfig;
import io.clmr.train.optim.RateScaling;
import io.clmr.train.optim.ScheduleConfig;
import io.clmr.train.run.RunFolder;
import io.clmr.train.views.QuickstartMusic;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key in which the published recipes differ reaches the training: three steps with it end in other weights. */
class KeyEffectIT {

    private static final SmallRuns RUNS = SmallRuns.steps(3).checkpointEvery(3);
    private static final String LAST = "step-0000003";

    @TempDir
    static Path shared;

    private static PcmStore music;
    private static TrainingSet tracks;
    private static String usual;

    @TempDir
    Path temporary;

    @BeforeAll
    static void trainAsUsual() throws IOException {
        TorchEngine.setThreads(1);
        music = QuickstartMusic.prepare(shared.resolve("store"), 8, SmallRuns.SAMPLE_RATE_HZ, SmallRuns.WINDOW);
        tracks = QuickstartMusic.all(music, SmallRuns.WINDOW);
        usual = train(shared.resolve("usual"), RUNS.config());
    }

    @AfterAll
    static void close() throws IOException {
        music.close();
    }

    private record Variant(String key, PretrainConfig config) {
        @Override
        public String toString() {
            return key;
        }
    }

    static Stream<Variant> variants() {
        PretrainConfig usual = RUNS.config();
        OptimizerConfig adam = usual.optimizer();
        return Stream.of(
                new Variant("model.normalize", model(usual.model().withNormalize(Normalize.DATASET))),
                new Variant("model.projection_dim", model(usual.model().withProjectionDim(32))),
                new Variant("augment", with(List.of(), AugmentViews.BOTH, usual.loss(), adam, usual.schedule())),
                new Variant(
                        "augment_views",
                        with(usual.augment(), AugmentViews.FIRST, usual.loss(), adam, usual.schedule())),
                new Variant(
                        "loss.temperature",
                        with(usual.augment(), AugmentViews.BOTH, new NtXentConfig(0.1), adam, usual.schedule())),
                optimizer("name = adamw", OptimizerConfig.Kind.ADAMW, adam.learningRate(), 0.1),
                optimizer("name = sgd", OptimizerConfig.Kind.SGD, adam.learningRate(), 0),
                optimizer("name = lars", OptimizerConfig.Kind.LARS, adam.learningRate(), 0),
                optimizer("name = lars_published", OptimizerConfig.Kind.LARS_PUBLISHED, adam.learningRate(), 0),
                optimizer("learning_rate", adam.name(), 2 * adam.learningRate(), 0),
                optimizer("rate_scaling", adam, RateScaling.SQRT),
                optimizer("weight_decay", adam.name(), adam.learningRate(), 0.1),
                new Variant("train.precision", precision(Precision.BFLOAT16)),
                schedule("name = cosine", ScheduleConfig.Kind.COSINE, 0),
                schedule("warmup_steps", ScheduleConfig.Kind.CONSTANT, 2));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void changesWhatIsLearnt(Variant variant) throws IOException {
        assertNotEquals(usual, train(temporary.resolve("run"), variant.config()));
    }

    @Test
    void theSameKeysTeachTheSame() throws IOException {
        assertEquals(usual, train(temporary.resolve("run"), RUNS.config()));
    }

    @Test
    void projectionDimIsTheHeadsSize() throws IOException {
        train(temporary.resolve("run"), model(RUNS.config().model().withProjectionDim(128)));

        Checkpoint checkpoint = Checkpoint.open(temporary.resolve("run"));
        assertEquals(128, checkpoint.config().projectionDim());
        assertArrayEquals(
                new long[] {128, 512 / 16},
                checkpoint.weights().get("projector.2.weight").shape());
    }

    private static Variant optimizer(String key, OptimizerConfig.Kind name, double rate, double decay) {
        OptimizerConfig adam = RUNS.config().optimizer();
        return optimizer(
                key,
                new OptimizerConfig(name, rate, adam.rateScaling(), decay, adam.momentum(), adam.trustCoefficient()));
    }

    private static Variant optimizer(String key, OptimizerConfig adam, RateScaling scaling) {
        return optimizer(
                key,
                new OptimizerConfig(
                        adam.name(),
                        adam.learningRate(),
                        scaling,
                        adam.weightDecay(),
                        adam.momentum(),
                        adam.trustCoefficient()));
    }

    private static Variant optimizer(String key, OptimizerConfig other) {
        PretrainConfig usual = RUNS.config();
        return new Variant(
                "optimizer." + key, with(usual.augment(), AugmentViews.BOTH, usual.loss(), other, usual.schedule()));
    }

    private static Variant schedule(String key, ScheduleConfig.Kind name, int warmupSteps) {
        PretrainConfig usual = RUNS.config();
        ScheduleConfig constant = usual.schedule();
        ScheduleConfig other = new ScheduleConfig(
                name,
                constant.unit(),
                warmupSteps,
                constant.warmupEpochs(),
                constant.cosinePeriod(),
                constant.factor(),
                constant.patience());
        return new Variant(
                "schedule." + key, with(usual.augment(), AugmentViews.BOTH, usual.loss(), usual.optimizer(), other));
    }

    private static PretrainConfig precision(Precision precision) {
        PretrainConfig usual = RUNS.config();
        TrainConfig train = usual.train();
        TrainConfig other = new TrainConfig(
                train.batchSize(),
                train.oneClipPerSong(),
                train.views(),
                train.maxEpochs(),
                train.maxSteps(),
                train.accumulate(),
                train.emaDecay(),
                train.seed(),
                train.workers(),
                train.device(),
                precision,
                train.checkpointEverySteps(),
                train.keepLast(),
                train.logEverySteps(),
                train.onlineProbe());
        return new PretrainConfig(
                usual.model(),
                usual.augment(),
                usual.augmentViews(),
                usual.loss(),
                usual.optimizer(),
                usual.schedule(),
                other);
    }

    private static PretrainConfig model(ModelConfig model) {
        PretrainConfig usual = RUNS.config();
        return new PretrainConfig(
                model,
                usual.augment(),
                usual.augmentViews(),
                usual.loss(),
                usual.optimizer(),
                usual.schedule(),
                usual.train());
    }

    private static PretrainConfig with(
            List<TransformConfig> augment,
            AugmentViews views,
            LossConfig loss,
            OptimizerConfig optimizer,
            ScheduleConfig schedule) {
        PretrainConfig usual = RUNS.config();
        return new PretrainConfig(usual.model(), augment, views, loss, optimizer, schedule, usual.train());
    }

    /** Returns the SHA-256 of the weights in the end. */
    private static String train(Path folder, PretrainConfig config) throws IOException {
        try (RunFolder run = RunFolder.create(folder, RUNS.description(tracks))) {
            new Pretrainer(config, tracks).run(run, TrainingListener.SILENT);
        }
        return SmallRuns.weights(folder, LAST);
    }
}
