package io.clmr.train.run;

import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.train.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A whole checkpoint on disk.
 *
 * @param folder that holds it
 * @param state where the run stood
 */
public record SavedCheckpoint(Path folder, TrainingState state) {

    /**
     * Puts the weights' average back.
     *
     * @throws CheckpointException if there is none, or it does not belong to such a model
     */
    public void restoreAverage(ContrastiveModel average) throws IOException {
        Checkpoint.open(folder.resolve(RunLayout.AVERAGE)).loadInto(average);
    }

    /**
     * Puts weights, running statistics and moments back.
     *
     * @throws CheckpointException if they do not belong to such a model or optimiser
     */
    public void restore(ContrastiveModel model, Optimizer optimizer) throws IOException {
        Checkpoint.open(folder.resolve(RunLayout.MODEL)).loadInto(model);
        Path file = folder.resolve(RunLayout.OPTIMIZER);
        try {
            optimizer.restore(state.optimizerSteps(), Checkpoint.readTensors(file));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    file + ": " + e.getMessage() + "; resume with the optimiser the run was started with", e);
        }
    }
}
