package io.clmr.eval.probe;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clmr.base.files.WholeFile;
import io.clmr.core.checkpoint.JsonFile;
import io.clmr.eval.metrics.Interval;
import io.clmr.eval.metrics.TagScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an encoder scored, with all that must be known to compare it: the content of {@code report.json}.
 *
 * @param protocol how it was measured
 * @param metrics {@code roc_auc_macro}, {@code pr_auc_macro}; of single-label data also {@code accuracy}, {@code
 *     f1_macro}; the means over the runs
 * @param intervals 95 % bootstrap interval of each metric, of the scores averaged over the runs
 * @param runs the metrics of each repeat
 * @param perTag every tag that has both metrics, the means over the runs
 * @param leftOutTags tags without positives or without negatives in the test split; they are in no metric
 * @param clips how many clips each split had and how many were too short or unreadable
 * @param checkpoint what was evaluated
 * @param fingerprint of its configuration and weights
 * @param dataset what on
 * @param seconds wall time
 */
public record EvaluationReport(
        Protocol protocol,
        Map<String, Double> metrics,
        Map<String, Interval> intervals,
        List<Run> runs,
        List<TagScore> perTag,
        List<String> leftOutTags,
        Clips clips,
        String checkpoint,
        String fingerprint,
        String dataset,
        double seconds) {

    /** The name of its file in a report's folder. */
    public static final String FILE = "report.json";

    /**
     * One repeat.
     *
     * @param epochs passes of the head over the training windows; of a head without epochs 0
     * @param chosen what was chosen on the validation clips, such as {@code C = 0.1}; else empty
     */
    public record Run(long seed, int epochs, String chosen, Map<String, Double> metrics) {}

    /** How many clips took part. */
    public record Clips(int train, int valid, int test, List<String> skipped) {}

    public EvaluationReport {
        Objects.requireNonNull(protocol, "protocol"); // a file may have anything
        metrics.values().forEach(Objects::requireNonNull);
        intervals.values().forEach(Objects::requireNonNull);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics)); // Map.copyOf would lose the order
        intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
        runs = List.copyOf(runs);
        perTag = List.copyOf(perTag);
        leftOutTags = List.copyOf(leftOutTags);
    }

    /** Returns the report as the JSON of {@code report.json}. */
    public String toJson() {
        try {
            return writer().writeValueAsString(this);
        } catch (IOException e) {
            throw new IllegalStateException("a report of numbers and names cannot be written as JSON", e);
        }
    }

    /** Reads a {@code report.json}. */
    public static EvaluationReport read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return JsonFile.read(file, mapper(), EvaluationReport.class);
    }

    /** Writes {@code report.json}. */
    public void write(Path file) throws IOException {
        WholeFile.writeText(file, toJson() + "\n");
    }

    private static ObjectWriter writer() {
        return mapper().writerWithDefaultPrettyPrinter();
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
    }
}
