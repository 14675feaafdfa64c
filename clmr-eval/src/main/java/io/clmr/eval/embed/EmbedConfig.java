package io.clmr.eval.embed;

import io.clmr.data.audio.AudioSelection;
import java.util.OptionalDouble;

/**
 * How a file becomes rows of features.
 *
 * @param hopSeconds from the start of one window to the next; empty = the window's length, so no overlap
 * @param shortFiles what to do with a file shorter than one window
 * @param pool what becomes of the windows of a file
 * @param selection which sound of the file is heard
 */
public record EmbedConfig(OptionalDouble hopSeconds, ShortFiles shortFiles, Pool pool, AudioSelection selection) {

    /** What to do with a file shorter than one window. */
    public enum ShortFiles {
        /** It has no rows. */
        SKIP,
        /** It is filled with zeros up to one window. */
        PAD
    }

    public EmbedConfig {
        if (hopSeconds.isPresent() && !(hopSeconds.getAsDouble() > 0 && hopSeconds.getAsDouble() <= 86_400)) {
            throw new IllegalArgumentException(
                    "hop is " + hopSeconds.getAsDouble() + " s, expected above 0 and at most 86400 s");
        }
    }

    /** Hears what ffmpeg would take of a file. */
    public EmbedConfig(OptionalDouble hopSeconds, ShortFiles shortFiles, Pool pool) {
        this(hopSeconds, shortFiles, pool, AudioSelection.defaults());
    }

    /** Returns the same with another sound of the files. */
    public EmbedConfig withSelection(AudioSelection other) {
        return new EmbedConfig(hopSeconds, shortFiles, pool, other);
    }

    /** Returns one row a window, no overlap, short files skipped. */
    public static EmbedConfig defaults() {
        return new EmbedConfig(OptionalDouble.empty(), ShortFiles.SKIP, Pool.NONE);
    }

    /** Returns the samples from the start of one window to the next, at least one. */
    int hopSamples(int windowSamples, int sampleRateHz) {
        return hopSeconds.isEmpty()
                ? windowSamples
                : (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(hopSeconds.getAsDouble() * sampleRateHz)));
    }
}
