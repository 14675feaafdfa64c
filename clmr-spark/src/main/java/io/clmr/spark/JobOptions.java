package io.clmr.spark;

import io.clmr.eval.embed.EmbedConfig;

/**
 * How a job is done.
 *
 * @param config of the embedding
 * @param filesPerTask at most; what is lost with a task
 * @param filesPerRound what is lost at most when the driver dies
 */
record JobOptions(EmbedConfig config, int filesPerTask, int filesPerRound) {
    static final int FILES_PER_TASK = 32;
    static final int FILES_PER_ROUND = 100_000;

    JobOptions {
        requirePositive("--files-per-task", filesPerTask);
        requirePositive("--files-per-round", filesPerRound);
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " is " + value + ", expected 1 or more");
        }
    }
}
