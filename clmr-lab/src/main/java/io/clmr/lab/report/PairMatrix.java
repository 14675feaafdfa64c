package io.clmr.lab.report;

import io.clmr.eval.metrics.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Scores of single settings and of pairs of them as a square, each alone on its diagonal (after figure 5 of Chen et al., A
 * Simple Framework for Contrastive Learning, ICML 2020; which of a pair comes first is not told apart here).
 *
 * @param names of the single settings, in order
 * @param cells by the one or two names
 */
public record PairMatrix(List<String> names, Map<Set<String>, Entry> cells) {

    private static final Pattern AND = Pattern.compile(" \\+ ");
    private static final int FEWEST_NAMES = 3;
    private static final List<String> METRICS = List.of("pr_auc_macro", "roc_auc_macro");

    /** Of the darkest cell; what is written on it is still read well. */
    private static final int MOST_PERCENT = 55;

    public PairMatrix {
        names = List.copyOf(names);
        cells = Collections.unmodifiableMap(new LinkedHashMap<>(cells));
    }

    /** Returns the square, if all entries are named {@code a} or {@code a + b}, and some are pairs. */
    public static Optional<PairMatrix> of(List<Entry> entries) {
        List<String> names = entries.stream()
                .map(Entry::name)
                .filter(name -> !AND.matcher(name).find())
                .toList();
        Map<Set<String>, Entry> cells = new LinkedHashMap<>();
        for (Entry entry : entries) {
            List<String> parts = List.of(AND.split(entry.name()));
            if (parts.size() > 2 || !names.containsAll(parts)) {
                return Optional.empty();
            }
            cells.put(new TreeSet<>(parts), entry);
        }
        boolean square = names.size() >= FEWEST_NAMES && cells.size() > names.size();
        return square ? Optional.of(new PairMatrix(names, cells)) : Optional.empty();
    }

    /** Writes a square for each metric that was measured. */
    void write(Html html) {
        for (String metric : METRICS) {
            List<Double> means = cells.values().stream()
                    .flatMap(entry -> entry.spread(metric).stream())
                    .map(Spread::mean)
                    .toList();
            if (!means.isEmpty()) {
                html.raw("<figure class=\"half\"><figcaption>Alone and in pairs <small>")
                        .text(ComparisonTable.metricName(metric))
                        .raw("</small></figcaption>");
                square(html, metric, Collections.min(means), Collections.max(means));
                html.raw("</figure>");
            }
        }
    }

    private void square(Html html, String metric, double low, double high) {
        html.raw("<table class=\"pairs\"><tbody>");
        for (int row = 0; row < names.size(); row++) {
            html.raw("<tr>").element("th scope=\"row\"", names.get(row));
            for (String other : names.subList(0, row + 1)) {
                Optional<Spread> score = Optional.ofNullable(cells.get(new TreeSet<>(List.of(names.get(row), other))))
                        .flatMap(entry -> entry.spread(metric));
                score.ifPresentOrElse(known -> cell(html, known, low, high), () -> html.raw("<td>–</td>"));
            }
            html.raw("</tr>");
        }
        html.raw("</tbody><tfoot><tr><td></td>");
        names.forEach(
                name -> html.raw("<th scope=\"col\">").element("span", name).raw("</th>"));
        html.raw("</tr></tfoot></table>");
    }

    private static void cell(Html html, Spread score, double low, double high) {
        double share = high > low ? (score.mean() - low) / (high - low) : 0;
        html.raw(String.format(
                Locale.ROOT,
                "<td style=\"background:color-mix(in srgb,var(--c0) %.0f%%,var(--card))\" title=\"%s\">%s</td>",
                MOST_PERCENT * share,
                score.interval().map(PairMatrix::interval).orElse("one run"),
                ComparisonTable.hundredfold(score.mean())));
    }

    private static String interval(Interval interval) {
        return ComparisonTable.hundredfold(interval.low()) + " – " + ComparisonTable.hundredfold(interval.high());
    }
}
