package io.clmr.core.checkpoint;

import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a run folder keeps its checkpoints, and which of them is the newest whole one. */
public final class RunLayout {

    /** Text file in a run folder: the name of the newest whole checkpoint. */
    public static final String LATEST = "latest";

    /** Folder in a run folder that holds the checkpoint folders. */
    public static final String CHECKPOINTS = "checkpoints";

    /** File in a checkpoint folder: weights and running statistics. */
    public static final String MODEL = "model.safetensors";

    /** File in a folder whose weights are in several files: which tensor is in which. */
    public static final String INDEX = "model.safetensors.index.json";

    /** File in a checkpoint folder: the average of the weights over the steps, where a run keeps one. */
    public static final String AVERAGE = "average.safetensors";

    /** File in a checkpoint folder: what the optimiser remembers. */
    public static final String OPTIMIZER = "optimizer.safetensors";

    /** File in a checkpoint folder: where the run stood. */
    public static final String STATE = "state.json";

    private static final Logger LOG = LoggerFactory.getLogger(RunLayout.class);
    private static final String STEP_PREFIX = "step-";
    private static final Pattern STEP = Pattern.compile(STEP_PREFIX + "\\d{7,18}");
    private static final int MAX_NAME_BYTES = 1000;

    private RunLayout() {}

    /** Returns the name of the checkpoint folder of a step, {@code step-0000600}. */
    public static String checkpointName(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step is " + step + ", expected 0 or more");
        }
        return String.format(Locale.ROOT, STEP_PREFIX + "%07d", step);
    }

    /**
     * Returns the folder of the newest whole checkpoint of a run: the one that {@code latest} names, or, if that was damaged,
     * the one before it.
     *
     * @throws CheckpointException if the run has none yet, or its {@code latest} names something else
     */
    public static Path latestCheckpoint(Path runFolder) throws IOException {
        Path latest = runFolder.resolve(LATEST);
        if (!Files.isRegularFile(latest)) {
            throw new CheckpointException(runFolder + ": no file named " + LATEST
                    + ", so this run has no whole checkpoint yet; name a checkpoint folder instead");
        }
        Path folder = named(runFolder, latest);
        try {
            requireWhole(folder);
            return folder;
        } catch (CheckpointException e) {
            for (Path before : newestFirst(runFolder)) {
                if (step(before) < step(folder) && isWhole(before)) {
                    LOG.warn("{}; the whole checkpoint before it is taken, {}", e.getMessage(), before);
                    return before;
                }
            }
            throw Files.exists(folder.resolve(MODEL))
                    ? e
                    : new CheckpointException(
                            latest + " names " + name(folder) + ", but " + folder.resolve(MODEL) + " is not there", e);
        }
    }

    /**
     * Returns the checkpoint folder that a text file of a run names.
     *
     * @param file {@code latest} or {@code best}
     * @throws CheckpointException if it says anything but a step's name
     */
    public static Path named(Path runFolder, Path file) throws IOException {
        if (Files.size(file) > MAX_NAME_BYTES) {
            throw new CheckpointException(
                    file + " has " + Files.size(file) + " bytes, expected a name like step-0000600");
        }
        String name = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        if (!STEP.matcher(name).matches()) {
            throw new CheckpointException(
                    file + " says '" + PrintableText.name(name) + "', expected a name like step-0000600");
        }
        return runFolder.resolve(CHECKPOINTS).resolve(name);
    }

    /** Returns the checkpoint folders of a run, whole or not, the newest first. */
    public static List<Path> newestFirst(Path runFolder) throws IOException {
        try (Stream<Path> entries = Files.list(runFolder.resolve(CHECKPOINTS))) {
            return entries.filter(entry -> STEP.matcher(name(entry)).matches())
                    .sorted(Comparator.comparingLong(RunLayout::step).reversed())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Returns the step a checkpoint folder is named after. */
    public static long step(Path checkpoint) {
        return Long.parseLong(name(checkpoint).substring(STEP_PREFIX.length()));
    }

    /**
     * Refuses a checkpoint whose weights are missing, or were cut off by a full disk or a copy that ended early.
     *
     * @throws CheckpointException naming the file
     */
    public static void requireWhole(Path checkpoint) throws IOException {
        Path model = checkpoint.resolve(MODEL);
        if (!Files.isRegularFile(model)) {
            throw new CheckpointException(model + " is not there");
        }
        for (String file : List.of(MODEL, AVERAGE, OPTIMIZER)) {
            if (Files.isRegularFile(checkpoint.resolve(file))) {
                Safetensors.requireWhole(checkpoint.resolve(file));
            }
        }
    }

    private static boolean isWhole(Path checkpoint) throws IOException {
        try {
            requireWhole(checkpoint);
            return true;
        } catch (CheckpointException e) {
            return false; // an older one may be
        }
    }

    private static String name(Path checkpoint) {
        return checkpoint.getFileName().toString();
    }
}
