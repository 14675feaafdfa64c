package io.clmr.train;

import io.clmr.train.views.TrainingSet;

/**
 * How long a run is.
 *
 * @param stepsPerEpoch whole batches in the training set, at least 1
 * @param totalSteps steps of the whole run, at least 1
 */
record RunLength(long stepsPerEpoch, long totalSteps) {

    /**
     * Works it out.
     *
     * @throws IllegalArgumentException if the tracks do not fill one batch
     */
    static RunLength of(TrainConfig config, TrainingSet tracks) {
        return of(config, tracks.batches(config.batching()), available(config, tracks));
    }

    /**
     * Works it out.
     *
     * @param stepsPerEpoch whole batches in the training set
     * @param available what there is to fill them with, for the message if there is none
     * @throws IllegalArgumentException if there is none
     */
    static RunLength of(TrainConfig config, long stepsPerEpoch, String available) {
        if (stepsPerEpoch == 0) {
            throw new IllegalArgumentException("train.batch_size is " + config.batchSize() + " but there are only "
                    + available + "; use a smaller batch or more tracks");
        }
        long all = stepsPerEpoch * config.maxEpochs();
        return new RunLength(stepsPerEpoch, Math.min(all, config.maxSteps().orElse(all)));
    }

    private static String available(TrainConfig config, TrainingSet tracks) {
        String all = tracks.size() + " usable training tracks";
        return config.oneClipPerSong()
                ? all + " of " + tracks.songs() + " songs, and train.one_clip_per_song lets each song into a batch once"
                : all;
    }

    /** Returns the epochs of the whole run, one begun counted as one. */
    long totalEpochs() {
        return (totalSteps + stepsPerEpoch - 1) / stepsPerEpoch;
    }
}
