package io.clmr.lab.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The published figures, from {@code published.json} beside this class, where each has its source. What is not known is not
 * in it.
 *
 * @param tables in the order in which they are listed
 * @param points models by size and score, the paper's figure 1
 * @param pointsSetting what the scores of {@code points} were measured on
 * @param pointsSource where the points were read
 */
public record Published(
        List<PublishedTable> tables, List<ModelPoint> points, String pointsSetting, String pointsSource) {

    private static final String FILE = "published.json";

    public Published {
        tables = List.copyOf(tables);
        points = List.copyOf(points);
    }

    /** Reads the figures. */
    public static Published load() throws IOException {
        try (InputStream in = Objects.requireNonNull(Published.class.getResourceAsStream(FILE), FILE)) {
            JsonNode root = new ObjectMapper().readTree(in);
            List<PublishedTable> tables = new ArrayList<>();
            root.path("tables").forEach(table -> tables.add(table(table)));
            JsonNode complexity = root.path("complexity");
            List<ModelPoint> points = new ArrayList<>();
            complexity
                    .path("points")
                    .forEach(point -> points.add(new ModelPoint(
                            point.path("model").asText(),
                            point.path("parameters").asLong(),
                            metrics(point))));
            return new Published(
                    tables,
                    points,
                    complexity.path("setting").asText(),
                    complexity.path("source").asText());
        }
    }

    private static PublishedTable table(JsonNode table) {
        List<String> notKnown = new ArrayList<>();
        table.path("not_known").forEach(text -> notKnown.add(text.asText()));
        List<PublishedScore> scores = new ArrayList<>();
        table.path("scores").forEach(score -> scores.add(score(score)));
        return new PublishedTable(
                table.path("name").asText(),
                table.path("title").asText(),
                table.path("sweep").asText(),
                table.path("small_sweep").asText(),
                table.path("gains").asBoolean(),
                notKnown,
                scores);
    }

    private static PublishedScore score(JsonNode score) {
        return new PublishedScore(
                score.path("row").asText(),
                score.path("in_sweep").asBoolean(),
                metrics(score),
                score.path("setting").asText(),
                score.path("source").asText(),
                PublishedScore.Grade.valueOf(score.path("grade").asText().toUpperCase(Locale.ROOT)));
    }

    private static Map<String, Double> metrics(JsonNode score) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String metric : List.of("pr_auc", "roc_auc")) {
            if (score.has(metric)) {
                metrics.put(
                        metric + "_macro",
                        new BigDecimal(score.path(metric).asText())
                                .movePointLeft(2)
                                .doubleValue());
            }
        }
        return metrics;
    }

    /** Returns the names of the tables. */
    public List<String> names() {
        return tables.stream().map(PublishedTable::name).toList();
    }

    /**
     * Returns a table.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public PublishedTable table(String name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' is no table, expected one of " + String.join(", ", names())));
    }
}
