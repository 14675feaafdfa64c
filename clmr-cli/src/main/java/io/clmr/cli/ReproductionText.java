package io.clmr.cli;

import io.clmr.lab.report.Spread;
import io.clmr.lab.reproduce.PublishedScore;
import io.clmr.lab.reproduce.Reproduction;
import io.clmr.lab.reproduce.ResultRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A table of the paper as text and as JSON. */
final class ReproductionText {

    private static final String PR = "pr_auc_macro";
    private static final String ROC = "roc_auc_macro";

    private final Reproduction reproduction;
    private final List<String> notes;
    private final List<String> marks;

    /** @param notes what is said below the table, a line each */
    ReproductionText(Reproduction reproduction, List<String> notes) {
        this.reproduction = reproduction;
        this.notes = List.copyOf(notes);
        marks = reproduction.lines().stream()
                .flatMap(line -> line.published().stream())
                .map(ReproductionText::origin)
                .distinct()
                .toList();
    }

    private static String origin(PublishedScore score) {
        String read = score.grade() == PublishedScore.Grade.VERIFIED ? "read in " : "second hand, in ";
        return score.setting() + ". " + read + score.source();
    }

    String text() {
        StringBuilder text = new StringBuilder(
                reproduction.table().title() + ", scores times 100, 95 % intervals" + System.lineSeparator());
        if (!reproduction.lines().isEmpty()) {
            lines(table()).forEach(line -> text.append(line).append(System.lineSeparator()));
        }
        protocols().forEach(protocol -> text.append("ours: ").append(protocol).append(System.lineSeparator()));
        for (int i = 0; i < marks.size(); i++) {
            text.append("published [")
                    .append(i + 1)
                    .append("]: ")
                    .append(marks.get(i))
                    .append(System.lineSeparator());
        }
        orders().forEach(order -> text.append(order).append(System.lineSeparator()));
        return text.append(String.join(System.lineSeparator(), notes)).toString();
    }

    private List<List<String>> table() {
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("", "seeds", "PR-AUC ours", "published"));
        if (reproduction.table().gains()) {
            head.addAll(List.of("gain ours", "published"));
        }
        head.addAll(List.of("ROC-AUC ours", "published", "from"));
        table.add(head);
        for (Reproduction.Line line : reproduction.lines()) {
            List<String> fields = new ArrayList<>();
            fields.add(line.row());
            fields.add(line.ours().map(row -> String.valueOf(row.runs().size())).orElse(""));
            fields.add(SpreadText.of(line.ours().flatMap(row -> row.spread(PR))));
            fields.add(published(line, PR));
            if (reproduction.table().gains()) {
                fields.add(SpreadText.gain(line.gain()));
                fields.add(line.publishedGain()
                        .map(gain -> String.format(Locale.ROOT, "%+.2f", 100 * gain))
                        .orElse("–"));
            }
            fields.add(SpreadText.of(line.ours().flatMap(row -> row.spread(ROC))));
            fields.add(published(line, ROC));
            fields.add(line.published()
                    .map(score -> "[" + (marks.indexOf(origin(score)) + 1) + "]")
                    .orElse(""));
            table.add(fields);
        }
        return table;
    }

    private static String published(Reproduction.Line line, String metric) {
        return line.published()
                .flatMap(score -> Optional.ofNullable(score.metrics().get(metric)))
                .map(SpreadText::published)
                .orElse(line.published().isPresent() ? "–" : "not known");
    }

    private static List<String> lines(List<List<String>> table) {
        int columns = table.get(0).size();
        int[] widths = new int[columns];
        table.forEach(fields -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], fields.get(i).length());
            }
        });
        List<String> lines = new ArrayList<>();
        for (List<String> fields : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(String.format(Locale.ROOT, "%-" + Math.max(1, widths[i]) + "s  ", fields.get(i)));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** Returns what our rows were measured on, each with the commits and days of those that share it. */
    private List<String> protocols() {
        Map<String, Set<String>> protocols = new LinkedHashMap<>();
        reproduction.lines().stream().flatMap(line -> line.ours().stream()).forEach(row -> protocols
                .computeIfAbsent(row.protocol(), key -> new LinkedHashSet<>())
                .addAll(List.of(String.join(", ", row.commits()), String.join(", ", row.days()))));
        return protocols.entrySet().stream()
                .map(entry -> entry.getKey()
                        + entry.getValue().stream()
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining(", ", " (", ")"))
                                .replace(" ()", ""))
                .toList();
    }

    /** Returns the orders of the rows by gain, where both are known of several rows. */
    private List<String> orders() {
        List<Reproduction.Line> both = reproduction.lines().stream()
                .filter(line -> line.gain().isPresent() && line.publishedGain().isPresent())
                .toList();
        if (both.size() < 2) {
            return List.of();
        }
        return List.of(
                "order ours:      "
                        + order(both, line -> line.gain().map(Spread::mean).orElse(0.0)),
                "order published: " + order(both, line -> line.publishedGain().orElse(0.0)));
    }

    private static String order(List<Reproduction.Line> lines, Function<Reproduction.Line, Double> by) {
        return lines.stream()
                .sorted(Comparator.comparing(by).reversed())
                .map(Reproduction.Line::row)
                .collect(Collectors.joining(" > "));
    }

    Map<String, Object> json(String scale, String sweep, Optional<Path> results) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", reproduction.table().name());
        json.put("title", reproduction.table().title());
        json.put("scale", scale);
        json.put("sweep", sweep);
        json.put("results", results.map(Path::toString).orElse(""));
        json.put(
                "rows",
                reproduction.lines().stream().map(ReproductionText::json).toList());
        json.put("not_known", reproduction.table().notKnown());
        json.put("notes", notes);
        return json;
    }

    private static Map<String, Object> json(Reproduction.Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("row", line.row());
        line.ours().ifPresent(row -> json.put("ours", json(row)));
        line.published().ifPresent(score -> json.put("published", score));
        line.gain().ifPresent(gain -> json.put("gain", gain));
        line.publishedGain().ifPresent(gain -> json.put("published_gain", gain));
        return json;
    }

    private static Map<String, Object> json(ResultRow row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seeds", row.runs().stream().map(ResultRow.Run::seed).toList());
        ResultRow.METRICS.forEach(metric -> row.spread(metric).ifPresent(spread -> json.put(metric, spread)));
        json.put("protocol", row.protocol());
        json.put("commits", row.commits());
        json.put("days", row.days());
        return json;
    }
}
