package io.clmr.cli.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How fast a stage is.
 *
 * @param stage {@code augment}, {@code store}, {@code decode}, {@code train}, {@code embed}, {@code similar} or
 *     {@code probe}
 * @param unit of the rate, such as {@code views/s}
 * @param rate units a second over the whole measurement
 * @param medianMs median time of one run
 * @param runs how many were timed
 * @param threads that worked at the same time
 * @param settings what else decides the figure
 */
public record Rate(
        String stage, String unit, double rate, double medianMs, int runs, int threads, Map<String, Object> settings) {

    /**
     * Sums up a measurement.
     *
     * @param units done in all runs together
     * @param seconds the measurement took, threads side by side
     * @param runNanos time of each run
     */
    static Rate of(
            String stage,
            String unit,
            double units,
            double seconds,
            long[] runNanos,
            int threads,
            Map<String, Object> settings) {
        long[] sorted = runNanos.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
        return new Rate(stage, unit, units / seconds, median / 1e6, runNanos.length, threads, settings);
    }

    /** Returns all figures under their names in JSON. */
    public Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stage", stage);
        json.put("unit", unit);
        json.put("rate", rate);
        json.put("median_ms", medianMs);
        json.put("runs", runs);
        json.put("threads", threads);
        json.putAll(settings);
        return json;
    }

    /** Returns the figures in one line. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %s (median %.2f ms, %d runs, %d threads) %s",
                stage,
                rate,
                unit,
                medianMs,
                runs,
                threads,
                settings);
    }
}
