package io.clmr.train;

import io.clmr.core.model.ContrastiveModel;
import io.clmr.train.run.RunMetrics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Tells files and listener how a run goes. */
final class ProgressReporter {

    private final TrainConfig config;
    private final RunLength length;
    private final double chance;
    private final RunMetrics metrics;
    private final TrainingListener listener;
    private final Optional<OnlineProbe> probe;
    private final SpeedMeter speed;
    private final CollapseWatch watch;

    ProgressReporter(
            TrainConfig config,
            int viewsOfClip,
            RunLength length,
            double chance,
            RunMetrics metrics,
            TrainingListener listener,
            Optional<OnlineProbe> probe,
            long firstStep) {
        this.config = config;
        this.length = length;
        this.chance = chance;
        this.metrics = metrics;
        this.listener = listener;
        this.probe = config.onlineProbe().enabled() ? probe : Optional.empty();
        watch = new CollapseWatch(config.batchSize());
        speed = new SpeedMeter(firstStep, (long) viewsOfClip * config.batchSize(), System.nanoTime());
    }

    boolean isDue(long step) {
        return step % config.logEverySteps() == 0 || step == length.totalSteps();
    }

    /** Writes the figures of the step that was just taken. */
    void step(TrainingPosition position, TrainingStep.Result result, double loss, double learningRate, long waitedNanos)
            throws IOException {
        SpeedMeter.Speed now = speed.measure(position.step(), waitedNanos, System.nanoTime());
        StepMetrics line = new StepMetrics(
                position.step(),
                length.totalSteps(),
                position.epoch(),
                loss,
                chance,
                result.topOne(),
                result.health(),
                learningRate,
                now.viewsPerSecond(),
                now.waitingShare(),
                now.secondsPerStep() * (length.totalSteps() - position.step()),
                now.elapsedSeconds());
        metrics.write("train", line.step(), line.epoch(), line.values());
        listener.metricsLogged(line);
        line.health().ifPresent(health -> watch.look(line.step(), health));
    }

    /** Has the encoder evaluated if it is time, after an epoch; returns the scores, none if it is not. */
    Map<String, Double> epoch(TrainingPosition position, ContrastiveModel model) throws IOException {
        if (probe.isEmpty() || position.epoch() % config.onlineProbe().everyEpochs() != 0) {
            return Map.of();
        }
        Map<String, Double> scores = new LinkedHashMap<>(probe.get().evaluate(model, position.epoch()));
        metrics.write("probe", position.step(), position.epoch(), scores);
        listener.probed(position.step(), position.epoch(), scores);
        return scores;
    }

    /** Makes sure that everything told so far survives a loss of power. */
    void flush() throws IOException {
        metrics.flush();
    }
}
