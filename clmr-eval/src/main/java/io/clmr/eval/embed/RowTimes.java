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
            starts[n] = (double) n * hopSamples / sampleRateHz;
            ends[n] = (double) Math.min(samples, (long) n * hopSamples + windowSamples) / sampleRateHz;
        }
        if (pool == Pool.NONE) {
            return new Embedding(windows, starts, ends);
        }
        return new Embedding(pool.apply(windows), new double[] {0}, new double[] {ends[ends.length - 1]});
    }
}
