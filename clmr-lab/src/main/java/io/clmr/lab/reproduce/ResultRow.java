package io.clmr.lab.reproduce;

import io.clmr.eval.metrics.Interval;
import io.clmr.lab.report.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One setting of a sweep with its runs.
 *
 * @param name of the row
 * @param runs at least one, which differ in their seed
 */
public record ResultRow(String name, List<Run> runs) {

    /** The metrics that are read. */
    public static final List<String> METRICS = List.of("pr_auc_macro", "roc_auc_macro");

    /**
     * One line of the file.
     *
     * @param seed of everything drawn
     * @param metrics from 0 to 1
     * @param intervals the bootstrap's over the test songs, where there is one
     * @param fields the whole line
     */
    public record Run(
            long seed, Map<String, Double> metrics, Map<String, Interval> intervals, Map<String, String> fields) {

        public Run {
            metrics = Map.copyOf(metrics);
            intervals = Map.copyOf(intervals);
            fields = Map.copyOf(fields);
        }

        static Run of(Map<String, String> fields) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            Map<String, Interval> intervals = new LinkedHashMap<>();
            for (String metric : METRICS) {
                number(fields, metric).ifPresent(value -> metrics.put(metric, value));
                Optional<Double> low = number(fields, metric + "_low");
                Optional<Double> high = number(fields, metric + "_high");
                if (low.isPresent() && high.isPresent()) {
                    intervals.put(metric, new Interval(low.get(), high.get()));
                }
            }
            return new Run(Long.parseLong(fields.getOrDefault("seed", "")), metrics, intervals, fields);
        }

        private static Optional<Double> number(Map<String, String> fields, String key) {
            return Optional.ofNullable(fields.get(key))
                    .filter(text -> !text.isEmpty())
                    .map(Double::valueOf);
        }
    }

    public ResultRow {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("runs of " + name + " is empty, expected at least one");
        }
    }

    /**
     * Returns a metric over the seeds, with Student's interval; with that of the test songs where there is one seed, or the seed
     * decides nothing.
     */
    public Optional<Spread> spread(String metric) {
        List<Double> values = runs.stream()
                .flatMap(run -> Stream.ofNullable(run.metrics().get(metric)))
                .toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.stream().distinct().count() > 1) {
            return Optional.of(Spread.overRuns(values));
        }
        Optional<Interval> songs = runs.stream()
                .flatMap(run -> Stream.ofNullable(run.intervals().get(metric)))
                .findFirst();
        return Optional.of(new Spread(values.get(0), songs, values.size()));
    }

    /**
     * Returns how much more this row scores than another, over the seeds that both have: seed by seed, since runs of one seed
     * share start values, order and crops.
     */
    public Optional<Spread> gainOver(ResultRow baseline, String metric) {
        Map<Long, Double> before = new LinkedHashMap<>();
        for (Run run : baseline.runs()) {
            Optional.ofNullable(run.metrics().get(metric)).ifPresent(value -> before.put(run.seed(), value));
        }
        List<Double> gains = new ArrayList<>();
        for (Run run : runs) {
            if (run.metrics().containsKey(metric) && before.containsKey(run.seed())) {
                gains.add(run.metrics().getOrDefault(metric, 0.0) - before.getOrDefault(run.seed(), 0.0));
            }
        }
        return gains.isEmpty() ? Optional.empty() : Optional.of(Spread.overRuns(gains));
    }

    /** Returns what was measured on and how, in words; runs that differ in it have all of it. */
    public String protocol() {
        return runs.stream().map(ResultRow::protocol).distinct().collect(Collectors.joining(" | "));
    }

    private static String protocol(Run run) {
        Map<String, String> fields = run.fields();
        List<String> parts = new ArrayList<>();
        String data = fields.getOrDefault("data", "");
        parts.add(data.isEmpty() ? fields.getOrDefault("dataset", "") : data);
        parts.add(named("split", fields.getOrDefault("split", "")));
        parts.add(fields.getOrDefault("network", ""));
        parts.add(fields.getOrDefault("training", ""));
        parts.add(named("head", fields.getOrDefault("head", "")));
        parts.add(named(
                "training windows", fields.getOrDefault("train_windows", "").replace('_', ' ')));
        parts.add(labels(fields.getOrDefault("label_fraction", "")));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
    }

    private static String named(String name, String value) {
        return value.isEmpty() ? "" : name + " " + value;
    }

    private static String labels(String fraction) {
        return fraction.isEmpty() || fraction.equals("1.0") ? "" : fraction + " of the labels";
    }

    /** Returns the commits that made the runs; what is not known is left out. */
    public List<String> commits() {
        return distinct("commit");
    }

    /** Returns the days the runs were finished on; what is not known is left out. */
    public List<String> days() {
        return distinct("finished").stream()
                .map(time -> time.split("T", 2)[0])
                .distinct()
                .toList();
    }

    private List<String> distinct(String field) {
        return runs.stream()
                .map(run -> run.fields().getOrDefault(field, ""))
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
    }
}
