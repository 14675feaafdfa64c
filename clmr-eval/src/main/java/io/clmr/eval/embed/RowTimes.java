package io.clmr.eval.embed;

/** Says which part of a file each row stands for. */
record RowTimes(int windowSamples, int hopSamples, int sampleRateHz) {

    /**
     * Pools the windows of a file and adds their times.
     *
     * @param windows [windows][featureDim], at least one
     * @param samples of the whole file; a padded window ends there
     */
    Embedding embedding(float[][] windows, long samples, Pool pool) {
        double[] starts = new double[windows.length];
        double[] ends = new double[windows.length];
        for (int n = 0; n < windows.length; n++) {
            starts[n] = seconds((long) n * hopSamples);
            ends[n] = seconds(Math.min(samples, (long) n * hopSamples + windowSamples));
        }
        if (pool == Pool.NONE) {
            return new Embedding(windows, starts, ends);
        }
        return new Embedding(pool.apply(windows), new double[] {0}, new double[] {ends[ends.length - 1]});
    }

    /** Whole microseconds, so that every format and every reader has the same number. */
    private double seconds(long samples) {
        long micros = (2 * samples * 1_000_000 + sampleRateHz) / (2L * sampleRateHz); // rounded half up
        return micros / 1e6;
    }
}
