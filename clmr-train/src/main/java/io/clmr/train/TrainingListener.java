package io.clmr.train;

import java.nio.file.Path;
import java.util.Map;

/** Hears how a run goes, on the training thread; every method does nothing unless overridden. */
public interface TrainingListener {

    /** A listener that does nothing. */
    TrainingListener SILENT = new TrainingListener() {};

    /**
     * The run is about to take its first step.
     *
     * @param firstStep steps taken before, more than 0 if a run is resumed
     * @param totalSteps steps of the whole run
     * @param stepsPerEpoch whole batches in the training set
     */
    default void started(long firstStep, long totalSteps, long stepsPerEpoch) {}

    /** A step was taken; called for each. */
    default void stepFinished(long step, long totalSteps) {}

    /** A step's metrics were written, every {@code log_every_steps}. */
    default void metricsLogged(StepMetrics metrics) {}

    /** A checkpoint is safe on disk. */
    default void checkpointWritten(long step, Path folder) {}

    /** The online probe has evaluated the encoder. */
    default void probed(long step, long epoch, Map<String, Double> scores) {}
}
