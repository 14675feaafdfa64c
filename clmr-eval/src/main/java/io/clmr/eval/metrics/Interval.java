package io.clmr.eval.metrics;

/** A closed interval of a metric. */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval is [" + low + ", " + high + "], expected low <= high");
        }
    }
}
