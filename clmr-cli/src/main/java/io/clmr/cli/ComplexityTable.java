package io.clmr.cli;

import io.clmr.cli.chart.ComplexityChart;
import io.clmr.lab.reproduce.ModelComplexity;
import io.clmr.lab.reproduce.ModelPoint;
import io.clmr.lab.reproduce.Published;
import io.clmr.lab.reproduce.ResultRow;
import io.clmr.lab.reproduce.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Performance versus complexity, the paper's figure 1: what was published, the size of every encoder here, and what those were
 * measured to score.
 *
 * @param published models with their scores on MagnaTagATune
 * @param networks every encoder at several widths
 * @param measured ours with their scores on the small data
 * @param data what {@code measured} was measured on
 */
record ComplexityTable(Published published, List<ModelComplexity> networks, List<ModelPoint> measured, String data) {

    private static final List<Double> WIDTHS = List.of(1.0, 0.5, 0.25, 0.125);
    private static final String MAIN = "main-small.csv";
    private static final String LADDER = "beyond-small.csv";
    private static final String PR = "pr_auc_macro";
    private static final Pattern NETWORK = Pattern.compile("([a-z0-9_]+) of width ([0-9.]+)"); // CellText.network
    private static final double MILLION = 1e6;

    ComplexityTable {
        networks = List.copyOf(networks);
        measured = List.copyOf(measured);
    }

    /** Counts the networks, and reads what they scored from a folder of results. */
    static ComplexityTable compute(Published published, Path results) throws IOException {
        List<ModelComplexity> networks = ModelComplexity.ofAll(WIDTHS);
        Map<List<String>, ModelPoint> measured = new LinkedHashMap<>();
        String data = "";
        for (String file : List.of(MAIN, LADDER)) {
            Path csv = results.resolve(file);
            if (Files.isRegularFile(csv)) {
                for (ResultRow row : ResultsFile.read(csv).rows()) {
                    Map<String, String> fields = row.runs().get(0).fields();
                    if (data.isEmpty() || data.equals(fields.getOrDefault("data", ""))) {
                        data = fields.getOrDefault("data", "");
                        String network = fields.getOrDefault("network", "");
                        String name = file.equals(LADDER) && !network.isEmpty() ? network : row.name();
                        point(name, row, network)
                                .ifPresent(point -> measured.merge(model(fields), point, ComplexityTable::better));
                    }
                }
            }
        }
        return new ComplexityTable(published, networks, List.copyOf(measured.values()), data);
    }

    /** What tells models apart here; of rows that differ in their training alone the best stands for the model. */
    private static List<String> model(Map<String, String> fields) {
        return Stream.of("network", "encoder", "head")
                .map(key -> fields.getOrDefault(key, ""))
                .toList();
    }

    private static ModelPoint better(ModelPoint one, ModelPoint other) {
        return score(other) > score(one) ? other : one;
    }

    private static double score(ModelPoint point) {
        return point.metrics().getOrDefault(PR, Double.NaN);
    }

    private static Optional<ModelPoint> point(String name, ResultRow row, String network) {
        Optional<Long> size = network.isEmpty() ? Optional.of(0L) : parameters(network);
        return row.spread(PR)
                .flatMap(score -> size.map(parameters -> new ModelPoint(name, parameters, Map.of(PR, score.mean()))));
    }

    private static Optional<Long> parameters(String network) {
        Matcher parts = NETWORK.matcher(network);
        return parts.matches()
                ? ModelComplexity.of(parts.group(1), Double.parseDouble(parts.group(2)))
                        .map(ModelComplexity::parameters)
                : Optional.empty();
    }

    /** Returns what a results file calls a network. */
    private static String name(ModelComplexity network) {
        return network.encoder() + " of width " + network.width();
    }

    String text() {
        StringBuilder text = new StringBuilder("Performance versus complexity" + System.lineSeparator());
        text.append(String.format(Locale.ROOT, "%-32s %12s %18s%n", "encoder", "parameters", "multiply-adds"));
        networks.forEach(network -> text.append(String.format(
                Locale.ROOT,
                "%-32s %,12d %18s%n",
                name(network),
                network.parameters(),
                String.format(Locale.ROOT, "%.3f G", network.multiplyAdds() / 1e9))));
        text.append(String.format(Locale.ROOT, "%-32s %,12d%n", "mfcc", 0));
        text.append("Counted from the networks, for one window of ")
                .append(networks.isEmpty() ? "" : networks.get(0).samples())
                .append(" samples, without head or projection.")
                .append(System.lineSeparator());
        points(text, "published", published.points());
        text.append("published: ")
                .append(published.pointsSetting())
                .append(". read in ")
                .append(published.pointsSource())
                .append(System.lineSeparator());
        if (measured.isEmpty()) {
            return text.append("ours: results/ has no scores yet").toString();
        }
        points(text, "ours", measured);
        return text.append("ours: ")
                .append(data)
                .append("; of several trainings of one network the best; not run at paper scale")
                .toString();
    }

    private static void points(StringBuilder text, String whose, List<ModelPoint> points) {
        text.append(String.format(Locale.ROOT, "%n%-48s %12s %8s%n", whose, "parameters", "PR-AUC"));
        points.forEach(point -> text.append(String.format(
                Locale.ROOT,
                "%-48s %,12d %8s%n",
                point.model(),
                point.parameters(),
                SpreadText.published(score(point)))));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", "complexity");
        json.put("networks", networks);
        json.put("published", published.points());
        json.put("published_setting", published.pointsSetting());
        json.put("published_source", published.pointsSource());
        json.put("ours", measured);
        json.put("ours_data", data);
        return json;
    }

    /** Draws the published models and, beside them, ours. */
    void draw(Path file) throws IOException {
        List<ComplexityChart.Panel> panels = new ArrayList<>();
        panels.add(new ComplexityChart.Panel("Published, MagnaTagATune", points(published.points())));
        if (!measured.isEmpty()) {
            panels.add(new ComplexityChart.Panel("Ours, " + data, points(measured)));
        }
        ComplexityChart.write(file, panels);
    }

    private static List<ComplexityChart.Point> points(List<ModelPoint> models) {
        return models.stream()
                .map(model ->
                        new ComplexityChart.Point(model.model(), model.parameters() / MILLION, 100 * score(model)))
                .toList();
    }
}
