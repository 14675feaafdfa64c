package io.clmr.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The loss or a parameter is not a finite number any more; nothing of that step was saved. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long step;
    private final transient List<String> trackKeys;
    private final transient Optional<Path> lastCheckpoint;

    /**
     * Says what went wrong, and what to try.
     *
     * @param step from 1
     * @param found what is not finite
     * @param rateKey the configuration's key of the learning rate
     * @param trackKeys the tracks of the batch
     * @param lastCheckpoint the newest one on disk, if there is one
     */
    public DivergedException(
            long step, String found, String rateKey, List<String> trackKeys, Optional<Path> lastCheckpoint) {
        super("step " + step + ": " + found + ". Last good checkpoint: "
                + lastCheckpoint.map(Path::toString).orElse("none yet")
                + ". Try a lower " + rateKey + ", or look at the tracks of this batch: "
                + String.join(", ", trackKeys));
        this.step = step;
        this.trackKeys = List.copyOf(trackKeys);
        this.lastCheckpoint = lastCheckpoint;
    }

    /** Returns the step, from 1. */
    public long step() {
        return step;
    }

    /** Returns the keys of the tracks whose views made the batch. */
    public List<String> trackKeys() {
        return trackKeys;
    }

    /** Returns the newest checkpoint on disk, which is whole and finite. */
    public Optional<Path> lastCheckpoint() {
        return lastCheckpoint;
    }
}
