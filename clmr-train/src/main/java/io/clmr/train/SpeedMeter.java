package io.clmr.train;

/** Measures speed and waiting between two logs. */
final class SpeedMeter {

    /**
     * What was measured.
     *
     * @param viewsPerSecond since the last call
     * @param waitingShare share of that time spent waiting for views, 0 to 1
     * @param secondsPerStep since the last call
     * @param elapsedSeconds since the meter was made
     */
    record Speed(double viewsPerSecond, double waitingShare, double secondsPerStep, double elapsedSeconds) {}

    private final long viewsPerStep;
    private final long beganNanos;
    private long lastNanos;
    private long lastStep;
    private long lastWaitedNanos;

    SpeedMeter(long step, long viewsPerStep, long nanos) {
        this.viewsPerStep = viewsPerStep;
        beganNanos = nanos;
        lastNanos = nanos;
        lastStep = step;
    }

    /**
     * Measures.
     *
     * @param step steps taken so far
     * @param waitedNanos time spent waiting for views so far
     * @param nanos the time now
     */
    Speed measure(long step, long waitedNanos, long nanos) {
        double seconds = Math.max(1, nanos - lastNanos) / 1e9;
        double steps = Math.max(1, step - lastStep);
        double waited = (waitedNanos - lastWaitedNanos) / 1e9;
        lastNanos = nanos;
        lastStep = step;
        lastWaitedNanos = waitedNanos;
        return new Speed(
                steps * viewsPerStep / seconds,
                Math.min(1, waited / seconds),
                seconds / steps,
                (nanos - beganNanos) / 1e9);
    }
}
