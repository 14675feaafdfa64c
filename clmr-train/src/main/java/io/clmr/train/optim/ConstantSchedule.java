package io.clmr.train.optim;

/** The full rate after the warm-up. */
record ConstantSchedule(Warmup warmup) implements Schedule {

    @Override
    public double learningRate(long step, long epoch) {
        long position = warmup.position(step, epoch);
        return warmup.covers(position) ? warmup.rate(position) : warmup.fullRate();
    }
}
