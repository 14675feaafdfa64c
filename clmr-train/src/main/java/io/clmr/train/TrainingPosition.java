package io.clmr.train;

import io.clmr.train.run.TrainingState;

/**
 * How far a run has come.
 *
 * @param step steps taken
 * @param epoch epochs that are over
 * @param batchInEpoch batches of the current epoch that are over
 * @param epochLossSum sum of the losses of the current epoch, as far as a schedule asks for it
 */
record TrainingPosition(long step, long epoch, long batchInEpoch, double epochLossSum) {

    static final TrainingPosition START = new TrainingPosition(0, 0, 0, 0);

    static TrainingPosition of(TrainingState state) {
        return new TrainingPosition(state.step(), state.epoch(), state.batchInEpoch(), state.epochLossSum());
    }

    TrainingPosition afterStep(double loss) {
        return new TrainingPosition(step + 1, epoch, batchInEpoch + 1, epochLossSum + loss);
    }

    TrainingPosition afterEpoch() {
        return new TrainingPosition(step, epoch + 1, 0, 0);
    }
}
