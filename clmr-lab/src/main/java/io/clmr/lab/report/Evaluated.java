package io.clmr.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.clmr.eval.metrics.Interval;
import io.clmr.eval.metrics.TagScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One evaluation, as its {@code report.json} tells it; reports of other versions, with more or fewer fields, are read too.
 *
 * @param name what the page calls it
 * @param protocol the passport, each value as text
 * @param metrics by name, such as {@code pr_auc_macro}
 * @param intervals 95 % bootstrap intervals of the metrics that have one
 * @param perTag tags that were scored
 * @param leftOut tags that could not be
 * @param checkpoint what was evaluated
 * @param dataset what on
 * @param seconds wall time
 */
public record Evaluated(
        String name,
        Map<String, String> protocol,
        Map<String, Double> metrics,
        Map<String, Interval> intervals,
        List<TagScore> perTag,
        List<String> leftOut,
        String checkpoint,
        String dataset,
        double seconds) {

    static final String FILE = "report.json";

    public Evaluated {
        protocol = Collections.unmodifiableMap(new LinkedHashMap<>(protocol));
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        intervals = Map.copyOf(intervals);
        perTag = List.copyOf(perTag);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Reads an evaluation.
     *
     * @param folder that holds {@value #FILE}
     * @throws ReportException if it is not one
     */
    public static Evaluated read(String name, Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        JsonNode report = ReportJson.object(file);
        if (!report.path("protocol").isObject() || !report.path("metrics").isObject()) {
            throw new ReportException(
                    file + ": has no protocol and metrics, expected what 'clmr linear-eval --out' writes");
        }
        return of(name, report);
    }

    /**
     * Reads what an evaluation was compared with: {@code comparison.json} in its folder, if that is there and says how its
     * rows were got.
     */
    static List<Evaluated> compared(Path folder) throws IOException {
        Path file = folder.resolve(io.clmr.eval.probe.Comparison.FILE);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        List<Evaluated> others = new ArrayList<>();
        JsonNode rows = ReportJson.object(file).path("rows");
        for (int n = 1; n < rows.size(); n++) { // the first is the evaluation itself
            if (rows.get(n).path("protocol").isObject()) {
                others.add(of(rows.get(n).path("name").asText(), rows.get(n)));
            }
        }
        return others;
    }

    private static Evaluated of(String name, JsonNode report) {
        Map<String, String> protocol = new LinkedHashMap<>();
        report.path("protocol").properties().forEach(field -> {
            JsonNode value = field.getValue();
            protocol.put(field.getKey(), text(value));
        });
        Map<String, Double> metrics = new LinkedHashMap<>();
        report.path("metrics").properties().forEach(field -> {
            if (Double.isFinite(field.getValue().asDouble(Double.NaN))) {
                metrics.put(field.getKey(), field.getValue().asDouble());
            }
        });
        return new Evaluated(
                name,
                protocol,
                metrics,
                intervals(report.path("intervals")),
                perTag(report.path("per_tag")),
                texts(report.path("left_out_tags")),
                report.path("checkpoint").asText(""),
                report.path("dataset").asText(""),
                report.path("seconds").asDouble(Double.NaN));
    }

    private static String text(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> field.getKey() + " " + text(field.getValue()))
                    .collect(Collectors.joining(", "));
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static Map<String, Interval> intervals(JsonNode node) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            double low = field.getValue().path("low").asDouble(Double.NaN);
            double high = field.getValue().path("high").asDouble(Double.NaN);
            if (low <= high) {
                intervals.put(field.getKey(), new Interval(low, high));
            }
        });
        return intervals;
    }

    private static List<TagScore> perTag(JsonNode node) {
        List<TagScore> scores = new ArrayList<>();
        for (JsonNode tag : node) {
            scores.add(new TagScore(
                    tag.path("tag").asText(),
                    tag.path("positives").asInt(),
                    tag.path("roc_auc").asDouble(Double.NaN),
                    tag.path("pr_auc").asDouble(Double.NaN)));
        }
        return scores;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** Returns the share of the training songs' labels that was used; 1 if the report does not tell. */
    public double labelFraction() {
        try {
            return Double.parseDouble(protocol.getOrDefault(Passports.LABEL_FRACTION, "1"));
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
