package io.clmr.eval.embed;

import java.util.OptionalDouble;

/**
 * How a file becomes rows of features.
 *
 * @param hopSeconds from the start of one window to the next; empty = the window's length, so no overlap
 * @param shortFiles what to do with a file shorter than one window
 * @param pool what becomes of the windows of a file
 */
public record EmbedConfig(OptionalDouble hopSeconds, ShortFiles shortFiles, Pool pool) {

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
