package io.clmr.eval.metrics;

import java.util.ArrayList;
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

    /** What is computed of a resample. */
    @FunctionalInterface
    public interface Scorer {
        /**
         * Returns metrics by name; NaN where one is not defined. Called by several threads.
         *
         * @param weights how often each clip was drawn
         */
        Map<String, Double> score(int[] weights);
    }

    /**
     * By how much one metric of one scorer is above another's, on the same resamples.
     *
     * @param value of all clips, none resampled
     * @param interval 95 % of the resamples' differences
     * @param shareAbove share of the resamples in which the first is above the second
     */
    public record Difference(double value, Interval interval, double shareAbove) {}

    public Bootstrap {
        if (resamples < 40) {
            throw new IllegalArgumentException(
                    "resamples is " + resamples + ", expected at least 40 (a 2.5 % tail needs one value)");
        }
    }

    /**
     * Returns the interval of each metric; none for one that is NaN in every resample.
     *
     * @param groups what each clip is drawn with: its song, its artist or itself
     */
    public Map<String, Interval> intervals(List<String> groups, Scorer scorer) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        values(groups, List.of(scorer)).get(0).forEach((name, values) -> {
            double[] known = known(values);
            if (known.length > 0) {
                intervals.put(name, interval(known));
            }
        });
        return intervals;
    }

    /**
     * Compares two scorers on the same resamples; metrics that only one of them has are left out.
     *
     * @param groups what each clip is drawn with
     */
    public Map<String, Difference> differences(List<String> groups, Scorer first, Scorer second) {
        List<Map<String, double[]>> values = values(groups, List.of(first, second));
        int[] ones = RankedScores.ones(groups.size());
        Map<String, Double> firstWhole = first.score(ones);
        Map<String, Double> secondWhole = second.score(ones);
        Map<String, Difference> differences = new LinkedHashMap<>();
        values.get(0).forEach((name, ofFirst) -> {
            double[] ofSecond = values.get(1).get(name);
            if (ofSecond != null) {
                double[] gaps = new double[ofFirst.length];
                Arrays.setAll(gaps, n -> ofFirst[n] - ofSecond[n]);
                double[] known = known(gaps);
                double whole = firstWhole.getOrDefault(name, Double.NaN) - secondWhole.getOrDefault(name, Double.NaN);
                if (known.length > 0) {
                    double above = Arrays.stream(known).filter(gap -> gap > 0).count();
                    differences.put(name, new Difference(whole, interval(known), above / known.length));
                }
            }
        });
        return differences;
    }

    /** Returns of each scorer the value of each metric in each resample. */
    private List<Map<String, double[]>> values(List<String> groups, List<Scorer> scorers) {
        int[] groupOf = numbered(groups);
        byte[][] draws = draws(groups);
        List<List<Map<String, Double>>> each = Arrays.stream(draws)
                .parallel()
                .map(times -> {
                    int[] weights = new int[groupOf.length];
                    Arrays.setAll(weights, n -> times[groupOf[n]]);
                    return scorers.stream().map(scorer -> scorer.score(weights)).toList();
                })
                .toList();
        List<Map<String, double[]>> out = new ArrayList<>();
        for (int n = 0; n < scorers.size(); n++) {
            Map<String, double[]> values = new LinkedHashMap<>();
            for (String name : each.get(0).get(n).keySet()) {
                int scorer = n;
                values.put(
                        name,
                        each.stream()
                                .mapToDouble(maps -> maps.get(scorer).getOrDefault(name, Double.NaN))
                                .toArray());
            }
            out.add(values);
        }
        return out;
    }

    /**
     * Returns how often each group is drawn in each resample, [resamples][groups], at most 127 times; groups are
     * numbered in the order in which they first appear.
     *
     * @param groups of each clip
     */
    public byte[][] draws(List<String> groups) {
        int count = Arrays.stream(numbered(groups)).max().orElse(-1) + 1;
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] draws = new byte[resamples][count];
        for (byte[] times : draws) {
            for (int n = 0; n < count; n++) {
                int drawn = random.nextInt(count);
                times[drawn] = (byte) Math.min(Byte.MAX_VALUE, times[drawn] + 1); // 127 of n draws: never in practice
            }
        }
        return draws;
    }

    private static int[] numbered(List<String> groups) {
        Map<String, Integer> numbers = new HashMap<>();
        return groups.stream()
                .mapToInt(g -> numbers.computeIfAbsent(g, k -> numbers.size()))
                .toArray();
    }

    private static double[] known(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    private static Interval interval(double[] sorted) {
        return new Interval(quantile(sorted, TAIL), quantile(sorted, 1 - TAIL));
    }

    /** Linear interpolation between the order statistics, NumPy's default. */
    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
