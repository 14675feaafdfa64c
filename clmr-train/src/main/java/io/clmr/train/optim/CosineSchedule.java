package io.clmr.train.optim;

/**
 * Half a cosine from the full rate towards 0 after the warm-up.
 *
 * @param period units from the full rate to 0, at least 1
 */
record CosineSchedule(Warmup warmup, long period) implements Schedule {

    @Override
    public double learningRate(long step, long epoch) {
        long position = warmup.position(step, epoch);
        if (warmup.covers(position)) {
            return warmup.rate(position);
        }
        // Beyond the period (a run that was made longer on resuming) the rate stays at 0 and does not rise again.
        double share = Math.min(1, (double) (position - warmup.length()) / period);
        return warmup.fullRate() * (1 + Math.cos(Math.PI * share)) / 2;
    }
}
