package io.clmr.train;

import io.clmr.augment.Range;
import io.clmr.augment.TransformConfig;
import io.clmr.augment.transform.GainConfig;
import io.clmr.augment.transform.PolarityConfig;
import io.clmr.core.engine.Precision;
import io.clmr.core.loss.NtXentConfig;
import io.clmr.core.model.ModelConfig;
import io.clmr.train.optim.OptimizerConfig;
import io.clmr.train.optim.ScheduleConfig;
import io.clmr.train.run.RunDescription;
import io.clmr.train.views.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs that take seconds: 8,000 Hz, narrow networks, few clips. */
record SmallRuns(
        double width, int batchSize, long steps, int checkpointEvery, int logEvery, int accumulate, double rate) {

    static final int SAMPLE_RATE_HZ = 8000;
    static final int WINDOW = 20736;

    private static final List<TransformConfig> CHAIN =
            List.of(new PolarityConfig(0.8), new GainConfig(0.3, new Range(-20, -1), false));

    static SmallRuns steps(long steps) {
        return new SmallRuns(0.0625, 4, steps, 1, 1, 1, 3e-4);
    }

    SmallRuns checkpointEvery(int every) {
        return new SmallRuns(width, batchSize, steps, every, logEvery, accumulate, rate);
    }

    SmallRuns accumulate(int parts) {
        return new SmallRuns(width, batchSize, steps, checkpointEvery, logEvery, parts, rate);
    }

    SmallRuns rate(double newRate) {
        return new SmallRuns(width, batchSize, steps, checkpointEvery, logEvery, accumulate, newRate);
    }

    PretrainConfig config() {
        return config(ScheduleConfig.defaults(), OnlineProbeConfig.defaults());
    }

    PretrainConfig config(ScheduleConfig schedule, OnlineProbeConfig probe) {
        OptimizerConfig adam = OptimizerConfig.defaults();
        return new PretrainConfig(
                ModelConfig.forSampleRate(SAMPLE_RATE_HZ).withWidth(width),
                CHAIN,
                AugmentViews.BOTH,
                new NtXentConfig(0.5),
                new OptimizerConfig(
                        adam.name(),
                        rate,
                        adam.rateScaling(),
                        adam.weightDecay(),
                        adam.momentum(),
                        adam.trustCoefficient()),
                schedule,
                new TrainConfig(
                        batchSize,
                        false,
                        2,
                        1000,
                        Optional.of(steps),
                        accumulate,
                        0,
                        42,
                        "2",
                        "cpu",
                        Precision.FLOAT32,
                        checkpointEvery,
                        2,
                        logEvery,
                        probe));
    }

    RunDescription description(TrainingSet tracks) {
        return new RunDescription(
                "train:\n  max_steps: " + steps + "\n",
                Map.of("train.max_steps", Long.toString(steps), "model.width", Double.toString(width)),
                List.of("clmr", "pretrain"),
                "test",
                42,
                tracks.fingerprint());
    }

    /** Returns the SHA-256 of a checkpoint's weights. */
    static String weights(Path run, String checkpoint) throws IOException {
        try {
            byte[] file = Files.readAllBytes(
                    run.resolve("checkpoints").resolve(checkpoint).resolve("model.safetensors"));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
