package io.clmr.train.optim;

/**
 * The linear rise before a schedule's own curve: unit {@code i} of {@code length} has (i + 1) / length of the rate.
 *
 * @param fullRate the rate reached in the last unit of the warm-up
 * @param unit what is counted
 * @param length number of units, 0 for none
 */
record Warmup(double fullRate, ScheduleConfig.Unit unit, int length) {

    /** Returns how many units are over. */
    long position(long step, long epoch) {
        return unit == ScheduleConfig.Unit.STEP ? step : epoch;
    }

    boolean covers(long position) {
        return position < length;
    }

    double rate(long position) {
        return fullRate * (position + 1) / length;
    }
}
