package io.clmr.eval.metrics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * 95 % percentile intervals over resampled groups of clips.
 *
 * <p>Clips of one song (or artist) are not independent, so whole groups are drawn with replacement. A tag without
 * positives or negatives in a resample is left out of that resample's means.
 *
 * @param resamples how many resamples are drawn
 * @param seed decides them
 */
public record Bootstrap(int resamples, long seed) {
    private static final double TAIL = 0.025;

    public Bootstrap {
        if (resamples < 40) {
            throw new IllegalArgumentException(
                    "resamples is " + resamples + ", expected at least 40 (a 2.5 % tail needs one value)");
        }
    }

    /**
     * Returns the intervals of {@code roc_auc_macro} and {@code pr_auc_macro}, each the mean over the runs.
     *
     * @param runs scores of the same clips, at least one
     * @param groups the song, artist or clip each clip is drawn with
     */
    public Map<String, Interval> tagIntervals(List<ScoredClips> runs, List<String> groups) {
        return intervals(groups, List.of("roc_auc_macro", "pr_auc_macro"), weights -> {
            double[] sums = new double[2];
            for (ScoredClips run : runs) {
                double[] macro = run.macro(weights);
                sums[0] += macro[0] / runs.size();
                sums[1] += macro[1] / runs.size();
            }
            return sums;
        });
    }

    /**
     * Returns the intervals of {@code accuracy} and {@code f1_macro}, each the mean over the runs.
     *
     * @param runs predicted class of each clip, at least one run
     */
    public Map<String, Interval> classIntervals(List<int[]> runs, int[] labels, int classes, List<String> groups) {
        return intervals(groups, List.of("accuracy", "f1_macro"), weights -> {
            double[] sums = new double[2];
            for (int[] predicted : runs) {
                ClassMetrics metrics = ClassMetrics.of(predicted, labels, classes, weights);
                sums[0] += metrics.accuracy() / runs.size();
                sums[1] += metrics.f1Macro() / runs.size();
            }
            return sums;
        });
    }

    private interface Metric {
        double[] of(int[] weights);
    }

    private Map<String, Interval> intervals(List<String> groups, List<String> names, Metric metric) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] groupOf = groups.stream()
                .mapToInt(g -> numbers.computeIfAbsent(g, k -> numbers.size()))
                .toArray();
        SplittableRandom random = new SplittableRandom(seed);
        double[][] drawn = new double[names.size()][resamples];
        int[] times = new int[numbers.size()];
        int[] weights = new int[groupOf.length];
        for (int r = 0; r < resamples; r++) {
            Arrays.fill(times, 0);
            for (int n = 0; n < times.length; n++) {
                times[random.nextInt(times.length)]++;
            }
            for (int n = 0; n < groupOf.length; n++) {
                weights[n] = times[groupOf[n]];
            }
            double[] values = metric.of(weights);
            for (int m = 0; m < values.length; m++) {
                drawn[m][r] = values[m];
            }
        }
        Map<String, Interval> out = new LinkedHashMap<>();
        for (int m = 0; m < drawn.length; m++) {
            double[] known = Arrays.stream(drawn[m])
                    .filter(v -> !Double.isNaN(v))
                    .sorted()
                    .toArray();
            if (known.length > 0) {
                out.put(names.get(m), new Interval(quantile(known, TAIL), quantile(known, 1 - TAIL)));
            }
        }
        return out;
    }

    /** Linear interpolation between the order statistics, NumPy's default. */
    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
