package io.clmr.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.core.engine.GradMode;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.train.optim.Optimizer;
import io.clmr.train.optim.Schedule;
import io.clmr.train.run.RunFolder;
import io.clmr.train.run.SavedCheckpoint;
import io.clmr.train.run.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a run's checkpoints, none of them with values that are not finite, and takes up the newest. */
final class CheckpointSaver {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSaver.class);

    private final TrainConfig config;
    private final RunFolder folder;
    private final ContrastiveModel model;
    private final Optional<ContrastiveModel> average;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private Optional<Path> newest = Optional.empty();
    private long newestStep = -1;

    CheckpointSaver(
            TrainConfig config,
            RunFolder folder,
            ContrastiveModel model,
            Optional<ContrastiveModel> average,
            Optimizer optimizer,
            Schedule schedule) {
        this.config = config;
        this.folder = folder;
        this.model = model;
        this.average = average;
        this.optimizer = optimizer;
        this.schedule = schedule;
    }

    /** Puts the run back to where its folder stands; empty if it starts at the beginning. */
    Optional<TrainingPosition> restore() throws IOException {
        if (folder.start().isEmpty()) {
            return Optional.empty();
        }
        SavedCheckpoint checkpoint = folder.start().get();
        checkpoint.restore(model, optimizer);
        if (average.isPresent()) {
            checkpoint.restoreAverage(average.get());
        }
        schedule.restore(checkpoint.state().schedule());
        newest = Optional.of(checkpoint.folder());
        newestStep = checkpoint.state().step();
        LOG.info("goes on from {}", checkpoint.folder());
        return Optional.of(TrainingPosition.of(checkpoint.state()));
    }

    /** Returns whether a step's result is worth a checkpoint and not saved yet. */
    boolean isUnsaved(long step) {
        return step > 0 && step != newestStep;
    }

    /** Returns whether weights with these scores are better than any saved before. */
    boolean isBest(Map<String, Double> scores) {
        return folder.isBest(scores);
    }

    /**
     * Saves.
     *
     * @param trackKeys the tracks of the last batch, for the message if a value is not finite
     * @param scores what the online probe scored these weights; empty if it was not asked
     * @return the checkpoint's folder
     */
    Path save(TrainingPosition position, List<String> trackKeys, Map<String, Double> scores) throws IOException {
        Optional<String> broken = firstNotFinite(model)
                .or(() -> average.flatMap(CheckpointSaver::firstNotFinite).map(name -> "the average of " + name));
        if (broken.isPresent()) {
            throw diverged(position.step(), broken.get() + " has values that are not finite", trackKeys);
        }
        TrainingState state = new TrainingState(
                TrainingState.FORMAT_VERSION,
                position.step(),
                position.epoch(),
                position.batchInEpoch(),
                config.seed(),
                optimizer.steps(),
                schedule.state(),
                position.epochLossSum(),
                folder.configFingerprint(),
                folder.dataFingerprint(),
                scores);
        Path written = average.isPresent()
                ? folder.writeCheckpoint(model, average.get(), optimizer, state, config.keepLast())
                : folder.writeCheckpoint(model, optimizer, state, config.keepLast());
        newest = Optional.of(written);
        newestStep = position.step();
        return written;
    }

    private static Optional<String> firstNotFinite(ContrastiveModel model) {
        return GradMode.off(() -> {
            for (Map.Entry<String, NDArray> entry : model.state().entrySet()) {
                try (NDManager scope = model.manager().newSubManager()) {
                    NDArray sum = entry.getValue().sum(); // NaN or infinite if any value is
                    sum.attach(scope);
                    if (!Double.isFinite(sum.toType(DataType.FLOAT64, true).getDouble())) {
                        return Optional.of(entry.getKey());
                    }
                }
            }
            return Optional.<String>empty();
        });
    }

    DivergedException diverged(long step, String found, List<String> trackKeys) {
        return new DivergedException(step, found, "optimizer.learning_rate", trackKeys, newest);
    }
}
