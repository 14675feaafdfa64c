package io.clmr.lab.report;

import io.clmr.eval.metrics.Interval;
import java.util.List;
import java.util.Optional;
import smile.stat.distribution.TDistribution;

/**
 * A figure with what is known of its uncertainty.
 *
 * @param mean over the runs
 * @param interval 95 %: of several runs Student's over their means; of one run, or of runs in which the seed decides
 *     nothing, the bootstrap's over the test songs; absent if neither is known
 * @param runs how many
 */
public record Spread(double mean, Optional<Interval> interval, int runs) {

    private static final double UPPER = 0.975;

    public Spread {
        if (runs < 1) {
            throw new IllegalArgumentException("runs is " + runs + ", expected at least 1");
        }
    }

    /** Returns the mean of independent runs with the interval of Student's distribution; of one run without. */
    public static Spread overRuns(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        if (n < 2) {
            return new Spread(mean, Optional.empty(), n);
        }
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        double half = new TDistribution(n - 1).quantile(UPPER) * Math.sqrt(squares / (n - 1) / n);
        return new Spread(mean, Optional.of(new Interval(mean - half, mean + half)), n);
    }

    /**
     * Returns a metric of evaluations that differ in their seed alone; of one, with the interval its report has.
     *
     * @return empty if none of them has the metric
     */
    static Optional<Spread> of(List<Evaluated> evaluations, String metric) {
        List<Evaluated> having = evaluations.stream()
                .filter(e -> e.metrics().containsKey(metric))
                .toList();
        if (having.isEmpty()) {
            return Optional.empty();
        }
        List<Double> values = having.stream()
                .map(e -> e.metrics().getOrDefault(metric, Double.NaN))
                .toList();
        if (values.stream().distinct().count() == 1) {
            Optional<Interval> bootstrap =
                    Optional.ofNullable(having.get(0).intervals().get(metric));
            return Optional.of(new Spread(values.get(0), bootstrap, having.size()));
        }
        return Optional.of(overRuns(values));
    }
}
