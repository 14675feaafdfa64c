package io.clmr.train.run;

import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.RunLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which checkpoint of a run the online probe scored best, the earlier one of two equals.
 *
 * <p>The scores lie in the checkpoints themselves, so that the file {@value #FILE}, written last, can always be written
 * again.
 */
final class BestCheckpoint {

    /** Text file in a run folder: the name of the best checkpoint. */
    static final String FILE = "best";

    private final Path run;
    private Optional<String> name = Optional.empty();
    private double score = Double.NEGATIVE_INFINITY;

    /** @param checkpoints all whole ones of the run, oldest first */
    BestCheckpoint(Path run, List<SavedCheckpoint> checkpoints) throws IOException {
        this.run = run;
        for (SavedCheckpoint checkpoint : checkpoints) {
            take(checkpoint.folder(), checkpoint.state());
        }
        if (name.isPresent() && !isWritten()) {
            write();
        }
    }

    /** Makes a checkpoint that is on the disk the best one if it is. */
    void offer(Path folder, TrainingState state) throws IOException {
        if (take(folder, state)) {
            write();
        }
    }

    private boolean isWritten() throws IOException {
        try {
            return name.equals(written(run));
        } catch (CheckpointException e) {
            return false; // damaged, and written anew
        }
    }

    private boolean take(Path folder, TrainingState state) {
        if (!isBetter(state.score())) {
            return false;
        }
        score = state.score().orElseThrow();
        name = Optional.of(folder.getFileName().toString());
        return true;
    }

    boolean isBetter(Optional<Double> other) {
        return other.isPresent() && other.get() > score;
    }

    boolean is(Path folder) {
        return name.equals(Optional.of(folder.getFileName().toString()));
    }

    private void write() throws IOException {
        WholeFile.writeText(run.resolve(FILE), name.orElseThrow() + "\n");
    }

    /** Returns the name that a run's file says. */
    static Optional<String> written(Path run) throws IOException {
        Path file = run.resolve(FILE);
        return Files.isRegularFile(file)
                ? Optional.of(RunLayout.named(run, file).getFileName().toString())
                : Optional.empty();
    }

    /** Returns the best checkpoint's folder if a run has one. */
    static Optional<Path> folder(Path run) throws IOException {
        return written(run)
                .map(best -> run.resolve(RunLayout.CHECKPOINTS).resolve(best))
                .filter(Files::isDirectory);
    }
}
