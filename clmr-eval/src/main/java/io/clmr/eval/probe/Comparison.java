package io.clmr.eval.probe;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clmr.base.files.WholeFile;
import io.clmr.eval.metrics.Bootstrap;
import io.clmr.eval.metrics.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Encoders side by side on the same test clips, and a paired bootstrap of every difference.
 *
 * @param rows the encoders, in the order given
 * @param differences of each two of them, by metric
 * @param groups what was resampled
 * @param clips test clips that all of them scored
 */
public record Comparison(List<Row> rows, List<Pair> differences, String groups, int clips) {

    /** The name of its file. */
    public static final String FILE = "comparison.json";

    /**
     * An evaluated encoder.
     *
     * @param name to call it by
     */
    public record Candidate(String name, EvaluationReport report, Predictions predictions) {

        /** Reads the folder of a report with its predictions. */
        public static Candidate read(Path folder) throws IOException {
            EvaluationReport report = EvaluationReport.read(folder.resolve(EvaluationReport.FILE));
            List<Long> seeds =
                    report.runs().stream().map(EvaluationReport.Run::seed).toList();
            return new Candidate(folder.toString(), report, Predictions.read(folder, seeds));
        }
    }

    /** An encoder's metrics on its own test clips, and how they were got. */
    public record Row(
            String name,
            String head,
            Protocol protocol,
            Map<String, Double> metrics,
            Map<String, Interval> intervals) {}

    /** How far the first is above the second. */
    public record Pair(String first, String second, Map<String, Bootstrap.Difference> metrics) {}

    /**
     * Compares.
     *
     * @param candidates at least two, with the same split and tags
     * @param seed of the resamples
     * @throws IllegalArgumentException if their split, tags or labels differ
     */
    public static Comparison of(List<Candidate> candidates, long seed) {
        Candidate first = candidates.get(0);
        candidates.forEach(other -> requireComparable(first, other));
        List<String> common = new ArrayList<>(first.predictions().clips());
        candidates.forEach(candidate -> common.retainAll(candidate.predictions().clips()));
        if (common.isEmpty()) {
            throw new IllegalArgumentException("no test clip was scored by all of them");
        }
        boolean single = "single_label".equals(first.report().protocol().task());
        List<Predictions> aligned = candidates.stream()
                .map(candidate -> candidate.predictions().only(common))
                .toList();
        List<Bootstrap.Scorer> scorers =
                aligned.stream().map(predictions -> predictions.scorer(single)).toList();
        Bootstrap bootstrap = new Bootstrap(EvaluationScores.RESAMPLES, seed);
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < candidates.size(); a++) {
            for (int b = a + 1; b < candidates.size(); b++) {
                pairs.add(new Pair(
                        candidates.get(a).name(),
                        candidates.get(b).name(),
                        bootstrap.differences(aligned.get(0).groups(), scorers.get(a), scorers.get(b))));
            }
        }
        return new Comparison(
                candidates.stream().map(Comparison::row).toList(),
                pairs,
                first.report().protocol().bootstrapGroups(),
                common.size());
    }

    private static Row row(Candidate candidate) {
        EvaluationReport report = candidate.report();
        return new Row(
                candidate.name(), report.protocol().head(), report.protocol(), report.metrics(), report.intervals());
    }

    private static void requireComparable(Candidate first, Candidate other) {
        require(
                first,
                other,
                "split",
                first.report().protocol().split(),
                other.report().protocol().split());
        require(
                first,
                other,
                "split's clips",
                first.report().protocol().splitHash(),
                other.report().protocol().splitHash());
        require(
                first,
                other,
                "tags",
                first.report().protocol().tagsHash(),
                other.report().protocol().tagsHash());
    }

    private static void require(Candidate first, Candidate other, String what, String expected, String found) {
        if (!Objects.equals(expected, found)) {
            throw new IllegalArgumentException("the " + what + " of " + other.name() + " (" + found + ") and of "
                    + first.name() + " (" + expected + ") differ, expected the same: evaluate both on one dataset");
        }
    }

    public String toJson() throws IOException {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(this);
    }

    /** Writes {@value #FILE} into a folder. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        WholeFile.writeText(folder.resolve(FILE), toJson() + "\n");
    }
}
