package io.clmr.train;

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
    static RunLength of(TrainConfig config, int tracks) {
        long stepsPerEpoch = tracks / config.batchSize();
        if (stepsPerEpoch == 0) {
            throw new IllegalArgumentException("train.batch_size is " + config.batchSize() + " but there are only "
                    + tracks + " usable training tracks; use a smaller batch or more tracks");
        }
        long all = stepsPerEpoch * config.maxEpochs();
        return new RunLength(stepsPerEpoch, Math.min(all, config.maxSteps().orElse(all)));
    }

    /** Returns the epochs of the whole run, one begun counted as one. */
    long totalEpochs() {
        return (totalSteps + stepsPerEpoch - 1) / stepsPerEpoch;
    }
}
