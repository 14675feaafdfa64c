package io.clmr.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.eval.metrics.TagScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures' data as JSON that may stand in a page's script element. */
final class PageData {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PageData() {}

    static String json(ReportContents contents, List<Figure> figures, Comparison comparison) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("runs", contents.runs().stream().map(PageData::run).toList());
        data.put("figures", figures.stream().map(PageData::figure).toList());
        data.put("tags", comparison.columns().stream().map(PageData::tags).toList());
        data.put("maps", contents.maps().stream().map(PageData::map).toList());
        try {
            // a "<" stands in strings only, and there this means the same; so nothing can close the element
            return JSON.writeValueAsString(data)
                    .replace("<", "\\u003c")
                    .replace("\u2028", "\\u2028")
                    .replace("\u2029", "\\u2029");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("lists of numbers and names cannot be written as JSON", e);
        }
    }

    private static Map<String, Object> run(RunHistory run) {
        Map<String, Object> curves = new LinkedHashMap<>();
        run.curves().forEach((name, curve) -> {
            List<Object> points = new ArrayList<>();
            for (int n = 0; n < curve.steps().size(); n++) {
                points.add(List.of(curve.steps().get(n), rounded(curve.values().get(n))));
            }
            curves.put(name, points);
        });
        return Map.of("name", run.name(), "curves", curves);
    }

    private static Map<String, Object> figure(Figure figure) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("title", figure.title());
        json.put("x_name", figure.xName());
        json.put("metric", figure.metric());
        json.put("x", figure.x());
        json.put("numeric", figure.numeric());
        json.put(
                "series",
                figure.series().stream()
                        .map(series -> Map.of(
                                "name",
                                series.name(),
                                "reference",
                                series.reference(),
                                "points",
                                series.points().stream().map(PageData::point).toList()))
                        .toList());
        return json;
    }

    private static Map<String, Object> point(Figure.Point point) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("x", point.x());
        json.put("mean", point.score().mean());
        json.put("runs", point.score().runs());
        point.score().interval().ifPresent(interval -> {
            json.put("low", interval.low());
            json.put("high", interval.high());
        });
        return json;
    }

    private static Map<String, Object> tags(Comparison.Column column) {
        List<Map<String, Object>> encoders = new ArrayList<>();
        for (Entry entry : column.entries()) {
            Map<String, double[]> sums = new LinkedHashMap<>();
            for (Evaluated run : entry.runs()) {
                for (TagScore score : run.perTag()) {
                    double[] sum = sums.computeIfAbsent(score.tag(), tag -> new double[4]);
                    sum[0] += score.prAuc();
                    sum[1] += score.rocAuc();
                    sum[2] = score.positives();
                    sum[3]++;
                }
            }
            List<Map<String, Object>> scores = new ArrayList<>();
            sums.forEach((tag, sum) -> scores.add(Map.of(
                    "tag",
                    tag,
                    "pr_auc",
                    rounded(sum[0] / sum[3]),
                    "roc_auc",
                    rounded(sum[1] / sum[3]),
                    "positives",
                    (int) sum[2])));
            encoders.add(Map.of("name", entry.name(), "scores", scores));
        }
        return Map.of("column", column.letter(), "encoders", encoders);
    }

    private static Map<String, Object> map(EmbeddingMap map) {
        return Map.of(
                "name",
                map.name(),
                "tags",
                map.tags(),
                "points",
                map.points().stream()
                        .map(point -> List.of(rounded(point.x()), rounded(point.y()), point.name(), point.tags()))
                        .toList());
    }

    /** Six digits are more than a screen shows, and keep the page small. */
    private static double rounded(double value) {
        return Double.isFinite(value) ? Double.parseDouble(String.format(java.util.Locale.ROOT, "%.6g", value)) : value;
    }
}
