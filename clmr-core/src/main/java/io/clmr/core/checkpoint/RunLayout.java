package io.clmr.core.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where a run folder keeps its checkpoints, and which of them is the newest whole one. */
public final class RunLayout {

    /** Text file in a run folder: the name of the newest whole checkpoint. */
    public static final String LATEST = "latest";

    /** Folder in a run folder that holds the checkpoint folders. */
    public static final String CHECKPOINTS = "checkpoints";

    /** File in a checkpoint folder: weights and running statistics. */
    public static final String MODEL = "model.safetensors";

    /** File in a checkpoint folder: the average of the weights over the steps, where a run keeps one. */
    public static final String AVERAGE = "average.safetensors";

    /** File in a checkpoint folder: what the optimiser remembers. */
    public static final String OPTIMIZER = "optimizer.safetensors";

    /** File in a checkpoint folder: where the run stood. */
    public static final String STATE = "state.json";

    private static final Pattern STEP = Pattern.compile("step-\\d{7,19}");
    private static final int MAX_NAME_BYTES = 1000;

    private RunLayout() {}

    /** Returns the name of the checkpoint folder of a step, {@code step-0000600}. */
    public static String checkpointName(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step is " + step + ", expected 0 or more");
        }
        return String.format(Locale.ROOT, "step-%07d", step);
    }

    /**
     * Returns the folder of the newest whole checkpoint of a run.
     *
     * @throws CheckpointException if the run has none yet, or its {@code latest} names something else
     */
    public static Path latestCheckpoint(Path runFolder) throws IOException {
        Path latest = runFolder.resolve(LATEST);
        if (!Files.isRegularFile(latest)) {
            throw new CheckpointException(runFolder + ": no file named " + LATEST
                    + ", so this run has no whole checkpoint yet; name a checkpoint folder instead");
        }
        if (Files.size(latest) > MAX_NAME_BYTES) {
            throw new CheckpointException(
                    latest + " has " + Files.size(latest) + " bytes, expected a name like step-0000600");
        }
        String name = Files.readString(latest, StandardCharsets.UTF_8).strip();
        if (!STEP.matcher(name).matches()) {
            throw new CheckpointException(latest + " says '" + name + "', expected a name like step-0000600");
        }
        Path folder = runFolder.resolve(CHECKPOINTS).resolve(name);
        if (!Files.isRegularFile(folder.resolve(MODEL))) {
            throw new CheckpointException(
                    latest + " names " + name + ", but " + folder.resolve(MODEL) + " is not there");
        }
        return folder;
    }
}
