package io.clmr.train.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.JsonFile;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.train.optim.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run.
 *
 * <p>A checkpoint folder gets its name only when everything in it is on the disk, and loses it before anything in it
 * is deleted: whoever sees {@code step-0000600} sees all of it.
 */
final class CheckpointStore {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path run;
    private final Path checkpoints;
    private final BestCheckpoint best;

    CheckpointStore(Path run) throws IOException {
        this.run = run;
        checkpoints = Files.createDirectories(run.resolve(RunLayout.CHECKPOINTS));
        best = new BestCheckpoint(run, oldestFirst());
    }

    /** Deletes what a killed program left half written or half deleted. */
    void deleteUnfinished() throws IOException {
        for (Path entry : entries()) {
            if (name(entry).endsWith(DurableFiles.UNFINISHED)) {
                DurableFiles.delete(entry);
            }
        }
    }

    /**
     * Writes a checkpoint, makes it the newest, and the best if it is, and deletes old ones.
     *
     * @param weights by the file they are written to
     * @param keepLast checkpoints that stay, this one included; the best one stays in addition
     * @return its folder
     * @throws IOException if it cannot be written; the checkpoints before it are as they were
     */
    Path write(Map<String, WeightsWriter> weights, Optimizer optimizer, TrainingState state, int keepLast)
            throws IOException {
        String name = RunLayout.checkpointName(state.step());
        Path aside = checkpoints.resolve(name + DurableFiles.UNFINISHED);
        Path folder = checkpoints.resolve(name);
        DurableFiles.delete(aside);
        try {
            Files.createDirectory(aside);
            for (Map.Entry<String, WeightsWriter> file : weights.entrySet()) {
                file.getValue().write(aside.resolve(file.getKey()));
            }
            Safetensors.write(aside.resolve(RunLayout.OPTIMIZER), optimizer.state(), Map.of());
            WholeFile.writeText(
                    aside.resolve(RunLayout.STATE),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n");
            WholeFile.flushFolder(aside);
            remove(folder); // an unreadable one of the same step, which resuming passed over
            WholeFile.move(aside, folder);
        } catch (IOException e) {
            deleteQuietly(aside, e);
            throw e;
        }
        markLatest(name);
        best.offer(folder, state);
        List<Path> newestFirst = RunLayout.newestFirst(run);
        for (Path old : newestFirst.subList(Math.min(keepLast, newestFirst.size()), newestFirst.size())) {
            if (!best.is(old)) {
                remove(old);
            }
        }
        return folder;
    }

    /** Returns the newest whole checkpoint, if there is one. */
    Optional<SavedCheckpoint> newest() throws IOException {
        for (Path folder : RunLayout.newestFirst(run)) {
            Optional<SavedCheckpoint> checkpoint = read(folder);
            if (checkpoint.isPresent()) {
                return checkpoint;
            }
        }
        return Optional.empty();
    }

    /** Returns whether weights with such a score would be the best so far. */
    boolean isBest(Optional<Double> score) {
        return best.isBetter(score);
    }

    private List<SavedCheckpoint> oldestFirst() throws IOException {
        List<SavedCheckpoint> whole = new ArrayList<>();
        for (Path folder : RunLayout.newestFirst(run)) {
            read(folder).ifPresent(checkpoint -> whole.add(0, checkpoint));
        }
        return whole;
    }

    void markLatest(String name) throws IOException {
        WholeFile.writeText(run.resolve(RunLayout.LATEST), name + "\n");
    }

    private static Optional<SavedCheckpoint> read(Path folder) {
        try {
            if (!Files.isRegularFile(folder.resolve(RunLayout.MODEL))
                    || !Files.isRegularFile(folder.resolve(RunLayout.OPTIMIZER))) {
                LOG.warn("{}: weights or optimiser state are not there, passed over", folder);
                return Optional.empty();
            }
            RunLayout.requireWhole(folder);
            Path file = folder.resolve(RunLayout.STATE);
            TrainingState state = JsonFile.read(file, JSON, TrainingState.class);
            if (state.step() != RunLayout.step(folder)) {
                throw new CheckpointException(file + " is of step " + state.step() + ", not of its folder's");
            }
            return Optional.of(new SavedCheckpoint(folder, state));
        } catch (IOException e) {
            LOG.warn("{}: passed over, for {}", folder, e.getMessage());
            return Optional.empty();
        }
    }

    private static String name(Path entry) {
        return entry.getFileName().toString();
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(checkpoints)) {
            return entries.toList();
        }
    }

    /** Deletes a checkpoint, its name first. */
    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Path doomed = folder.resolveSibling(name(folder) + ".old" + DurableFiles.UNFINISHED);
            DurableFiles.delete(doomed);
            WholeFile.move(folder, doomed);
            DurableFiles.delete(doomed);
        }
    }

    /** Frees the space of a checkpoint that could not be finished. */
    private static void deleteQuietly(Path folder, IOException reason) {
        try {
            DurableFiles.delete(folder);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
