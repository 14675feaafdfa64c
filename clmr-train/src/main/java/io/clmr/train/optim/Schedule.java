package io.clmr.train.optim;

import java.util.Map;

/** The learning rate as a function of how far a run has come. */
public sealed interface Schedule permits ConstantSchedule, CosineSchedule, PlateauSchedule {

    /**
     * Returns the rate of a step.
     *
     * @param step steps taken before it, over the whole run
     * @param epoch whole epochs before it
     */
    double learningRate(long step, long epoch);

    /** Returns whether {@link #epochEnded} needs the mean loss of the epoch. */
    default boolean needsLoss() {
        return false;
    }

    /** Tells the schedule that an epoch is over, and its mean loss. */
    default void epochEnded(double meanLoss) {}

    /** Returns what must be saved to go on later: nothing for a pure function of the step. */
    default Map<String, Double> state() {
        return Map.of();
    }

    /**
     * Takes up the state of a saved run.
     *
     * @throws IllegalArgumentException if it is not the state of such a schedule
     */
    default void restore(Map<String, Double> state) {
        if (!state.isEmpty()) {
            throw new IllegalArgumentException("schedule state has " + state.keySet() + ", expected none");
        }
    }
}
