package io.clmr.lab.report;

import io.clmr.eval.metrics.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The table of scores with their intervals, each drawn on its column's scale, and the table of passports. */
final class ComparisonTable {

    private static final Map<String, String> METRIC_NAMES = Map.of(
            "pr_auc_macro", "PR-AUC", "roc_auc_macro", "ROC-AUC", "accuracy", "Accuracy", "f1_macro", "Macro F1");

    private final Comparison comparison;

    ComparisonTable(Comparison comparison) {
        this.comparison = comparison;
    }

    static String metricName(String metric) {
        return METRIC_NAMES.getOrDefault(metric, metric);
    }

    /** What a column's scores lie between, intervals included. */
    private record Scale(double low, double high) {
        static Scale of(List<Spread> spreads) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (Spread spread : spreads) {
                low = Math.min(low, spread.interval().map(Interval::low).orElse(spread.mean()));
                high = Math.max(high, spread.interval().map(Interval::high).orElse(spread.mean()));
            }
            double margin = Math.max(1e-3, (high - low) * 0.06);
            return new Scale(low - margin, high + margin);
        }

        double percent(double value) {
            return Math.max(0, Math.min(100, 100 * (value - low) / (high - low)));
        }
    }

    /** Writes the scores: a row an entry, for each protocol a group of columns. */
    void scores(Html html) {
        html.raw("<div class=\"scroll\"><table class=\"scores\"><thead><tr><th rowspan=\"2\">Encoder</th>");
        for (Comparison.Column column : comparison.columns()) {
            html.raw("<th class=\"protocol" + (column.mixed() ? " mixed" : "") + "\" colspan=\""
                    + column.metrics().size() + "\">");
            head(html, column);
            html.raw("</th>");
        }
        html.raw("</tr><tr>");
        comparison.columns().forEach(column -> column.metrics()
                .forEach(metric -> html.element("th", metricName(metric))));
        html.raw("</tr></thead><tbody>");
        Map<String, Map<Comparison.Column, Entry>> rows = new LinkedHashMap<>();
        comparison.columns().forEach(column -> column.entries()
                .forEach(entry -> rows.computeIfAbsent(entry.name(), name -> new LinkedHashMap<>())
                        .put(column, entry)));
        rows.forEach((name, cells) -> row(html, name, cells));
        html.raw("</tbody></table></div>");
    }

    private void head(Html html, Comparison.Column column) {
        if (column.mixed()) {
            html.raw("<b>mixed protocols</b> <span>differ in ")
                    .text(String.join(", ", comparison.differing()))
                    .raw("</span>");
            return;
        }
        if (comparison.columns().size() > 1) {
            html.element("b class=\"letter\"", column.letter()).raw(" ");
        }
        html.element("span", describe(column.passport()));
    }

    /** Returns a protocol in a few words. */
    static String describe(Map<String, String> passport) {
        String fraction = passport.getOrDefault(Passports.LABEL_FRACTION, "1.0");
        return passport.getOrDefault("dataset", "") + " · split " + passport.getOrDefault("split", "?") + " · "
                + passport.getOrDefault("head", "?") + " head · "
                + passport.getOrDefault("train_windows", "?").replace('_', ' ')
                + (fraction.equals("1.0") || fraction.equals("1") ? "" : " · labels × " + fraction);
    }

    private void row(Html html, String name, Map<Comparison.Column, Entry> cells) {
        html.raw("<tr><th scope=\"row\">").text(name);
        Entry any = cells.values().iterator().next();
        if (any.runs().size() > 1) {
            html.element("small", any.runs().size() + " seeds");
        }
        html.raw("</th>");
        for (Comparison.Column column : comparison.columns()) {
            for (String metric : column.metrics()) {
                Optional<Spread> spread = Optional.ofNullable(cells.get(column)).flatMap(entry -> entry.spread(metric));
                html.raw("<td>");
                spread.ifPresent(known -> score(html, column, metric, known));
                html.raw("</td>");
            }
        }
        html.raw("</tr>");
    }

    private static void score(Html html, Comparison.Column column, String metric, Spread spread) {
        List<Spread> all = column.entries().stream()
                .flatMap(entry -> entry.spread(metric).stream())
                .toList();
        Scale scale = Scale.of(all);
        boolean best = all.stream().allMatch(other -> other.mean() <= spread.mean()) && all.size() > 1;
        html.element(best ? "b class=\"best\"" : "b", hundredfold(spread.mean()));
        spread.interval().ifPresent(interval -> {
            html.element("small", hundredfold(interval.low()) + " – " + hundredfold(interval.high()));
            html.raw(String.format(
                    Locale.ROOT,
                    "<i class=\"range\"><i style=\"left:%.1f%%;width:%.1f%%\"></i><u style=\"left:%.1f%%\"></u></i>",
                    scale.percent(interval.low()),
                    scale.percent(interval.high()) - scale.percent(interval.low()),
                    scale.percent(spread.mean())));
        });
    }

    /** Scores are told as the papers tell them, times a hundred. */
    static String hundredfold(double value) {
        return String.format(Locale.ROOT, "%.1f", 100 * value);
    }

    /** Writes every field of every passport; what differs is marked. */
    void passports(Html html) {
        List<Evaluated> firsts = comparison.columns().stream()
                .map(column -> column.entries().get(0).first())
                .toList();
        List<String> fields = firsts.stream()
                .flatMap(first -> first.protocol().keySet().stream())
                .distinct()
                .toList();
        html.raw("<div class=\"scroll\"><table class=\"facts\"><thead><tr><th>Field</th>");
        comparison.columns().forEach(column -> html.element("th", column.mixed() ? "mixed" : column.letter()));
        html.raw("</tr></thead><tbody>");
        for (String field : fields) {
            html.raw(comparison.differing().contains(field) ? "<tr class=\"differs\">" : "<tr>")
                    .element("th scope=\"row\"", field);
            for (int n = 0; n < firsts.size(); n++) {
                html.element("td", value(comparison.columns().get(n), field));
            }
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    private static String value(Comparison.Column column, String field) {
        List<String> values = column.entries().stream()
                .flatMap(entry -> entry.runs().stream())
                .map(run -> run.protocol().getOrDefault(field, "–"))
                .distinct()
                .toList();
        return String.join(" | ", values);
    }
}
