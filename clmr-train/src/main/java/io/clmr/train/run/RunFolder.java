package io.clmr.train.run;

import io.clmr.base.files.HeldLock;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.train.optim.Optimizer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one run: configuration, metrics and checkpoints; locked while open.
 *
 * <p>Every file in it is written so that a reader, or a run that goes on after a crash, never meets half of one.
 */
public final class RunFolder implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    static final String CONFIG = "config.yaml";
    static final String LOG_FILE = "log.txt";
    private static final String LOCK_FILE = "run.lock";

    /** What may lie in the folder of a run that is about to start: its log, and what an attempt left that died early. */
    private static final Set<String> HARMLESS = Set.of(LOG_FILE, LOCK_FILE, CONFIG, RunLayout.CHECKPOINTS);

    private final Path folder;
    private final RunDescription description;
    private final HeldLock lock;
    private final CheckpointStore checkpoints;
    private final Optional<SavedCheckpoint> start;

    private RunFolder(Path folder, RunDescription description, HeldLock lock, CheckpointStore checkpoints)
            throws IOException {
        this.folder = folder;
        this.description = description;
        this.lock = lock;
        this.checkpoints = checkpoints;
        start = checkpoints.newest();
    }

    /**
     * Starts a new run.
     *
     * @param folder is made; a log may lie in it already, a run may not
     * @throws RunFolderException if there is a run or anything else in it, or it is in use
     */
    public static RunFolder create(Path folder, RunDescription description) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new RunFolderException(folder, "is a file, expected a folder or nothing", e);
        }
        return locked(folder, lock -> {
            refuseUsed(folder);
            WholeFile.deleteUnfinished(folder);
            WholeFile.writeText(folder.resolve(CONFIG), description.configYaml());
            RunRecord.start(description).write(folder);
            return new RunFolder(folder, description, lock, new CheckpointStore(folder));
        });
    }

    private static void refuseUsed(Path folder) throws IOException {
        if (Files.exists(folder.resolve(RunRecord.FILE))) {
            throw new RunFolderException(folder, "holds a run already; resume it or choose another folder");
        }
        try (Stream<Path> entries = Files.list(folder)) {
            Optional<String> other = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !HARMLESS.contains(name) && !WholeFile.isUnfinished(name))
                    .findFirst();
            if (other.isPresent()) {
                throw new RunFolderException(
                        folder, "holds " + other.get() + ", expected an empty folder or a new name for the run");
            }
        }
    }

    /**
     * Opens a run to go on with it from its newest whole checkpoint.
     *
     * <p>Length of the run, workers, device, logging, checkpointing, the place of the data and the probe may have
     * changed; anything else must be as it was.
     *
     * @throws RunFolderException if it is not a run folder, in use, or the configuration or data differ in what
     *     decides the run
     */
    public static RunFolder resume(Path folder, RunDescription description) throws IOException {
        RunRecord.read(folder); // before the lock file is made, so that nothing is written into a foreign folder
        return locked(folder, lock -> {
            RunRecord before = RunRecord.read(folder);
            before.refuseOther(folder, description);
            List<String> changes = ConfigComparison.changes(before.config(), description.configValues());
            changes.forEach(change -> LOG.info("configuration differs from the run so far in {}", change));
            CheckpointStore checkpoints = new CheckpointStore(folder);
            checkpoints.deleteUnfinished();
            WholeFile.deleteUnfinished(folder);
            RunFolder opened = new RunFolder(folder, description, lock, checkpoints);
            opened.refuseOtherStart();
            WholeFile.writeText(folder.resolve(CONFIG), description.configYaml());
            before.resumed(description, opened.firstStep(), changes).write(folder);
            return opened;
        });
    }

    /** What is done while the folder is locked; the lock stays if it succeeds. */
    private interface Opening {
        RunFolder open(HeldLock lock) throws IOException;
    }

    private static RunFolder locked(Path folder, Opening opening) throws IOException {
        HeldLock lock = HeldLock.take(
                folder.resolve(LOCK_FILE),
                holder -> new RunFolderException(
                        folder, "in use by " + holder + "; wait until it ends or choose another run folder"));
        boolean opened = false;
        try {
            RunFolder run = opening.open(lock);
            opened = true;
            return run;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private void refuseOtherStart() throws IOException {
        if (start.isEmpty()) {
            return;
        }
        SavedCheckpoint checkpoint = start.get();
        if (!checkpoint.state().configFingerprint().equals(configFingerprint())
                || !checkpoint.state().dataFingerprint().equals(description.dataFingerprint())) {
            throw new RunFolderException(
                    checkpoint.folder(), "was written with another configuration or other data than this run has");
        }
        checkpoints.markLatest(checkpoint.folder().getFileName().toString());
    }

    /**
     * Reads the configuration a run was started with, for resuming without naming it again.
     *
     * @throws RunFolderException if it is not a run folder
     */
    public static String readConfigYaml(Path folder) throws IOException {
        RunRecord.read(folder);
        return Files.readString(folder.resolve(CONFIG));
    }

    /** Returns the folder itself. */
    public Path path() {
        return folder;
    }

    /** Returns where the program may write its log. */
    public Path logFile() {
        return folder.resolve(LOG_FILE);
    }

    /** Returns the checkpoint the run goes on from; empty if it starts at the beginning. */
    public Optional<SavedCheckpoint> start() {
        return start;
    }

    private long firstStep() {
        return start.map(checkpoint -> checkpoint.state().step()).orElse(0L);
    }

    /** Returns a hash over the configuration keys that decide the run. */
    public String configFingerprint() {
        return ConfigComparison.fingerprint(description.configValues());
    }

    /** Returns the description's hash over the training tracks. */
    public String dataFingerprint() {
        return description.dataFingerprint();
    }

    /**
     * Opens the metrics to go on after the step the run starts from; what a killed run logged beyond it is removed.
     *
     * @param machine what this session runs on, by name, for {@code run.json}
     */
    public RunMetrics openMetrics(Map<String, String> machine) throws IOException {
        RunRecord.read(folder).on(machine).write(folder);
        return RunMetrics.open(folder, firstStep());
    }

    /**
     * Writes a checkpoint, makes it the newest, and the best if it is, and deletes old ones.
     *
     * @param keepLast checkpoints that stay, this one included, at least 1; the best one stays in addition
     * @return its folder
     * @throws IOException if it cannot be written; the checkpoints before it are as they were
     */
    public Path writeCheckpoint(ContrastiveModel model, Optimizer optimizer, TrainingState state, int keepLast)
            throws IOException {
        return writeCheckpoint(file -> Checkpoint.write(file, model), optimizer, state, keepLast);
    }

    /** As the other, with the average of the weights beside them. */
    public Path writeCheckpoint(
            ContrastiveModel model, ContrastiveModel average, Optimizer optimizer, TrainingState state, int keepLast)
            throws IOException {
        Map<String, WeightsWriter> weights = Map.of(
                RunLayout.MODEL, file -> Checkpoint.write(file, model),
                RunLayout.AVERAGE, file -> Checkpoint.write(file, average));
        return checkpoints.write(weights, optimizer, state, keepLast);
    }

    /** As the other, for any network. */
    public Path writeCheckpoint(WeightsWriter weights, Optimizer optimizer, TrainingState state, int keepLast)
            throws IOException {
        return checkpoints.write(Map.of(RunLayout.MODEL, weights), optimizer, state, keepLast);
    }

    /**
     * Returns whether weights with these scores of the online probe would be the best so far.
     *
     * @param scores by name; compared by {@link TrainingState#SCORE}
     */
    public boolean isBest(Map<String, Double> scores) {
        return checkpoints.isBest(
                Optional.ofNullable(scores.get(TrainingState.SCORE)).filter(Double::isFinite));
    }

    /** Returns the checkpoint of a run that its online probe scored best; empty if none was scored. */
    public static Optional<Path> bestCheckpoint(Path run) throws IOException {
        return BestCheckpoint.folder(run);
    }

    /** Unlocks the folder. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
