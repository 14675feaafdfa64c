package io.clmr.lab.reproduce;

import io.clmr.eval.metrics.Interval;
import io.clmr.lab.report.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The results in a text such as a README: each place that names a file of {@code results/} holds that file's table.
 *
 * <p>A place is what stands between {@code <!-- results: NAME.csv -->} and {@code <!-- end of results -->}; in the place named
 * {@code sweeps}, which belongs into a text beside them, stand all sweeps' files.
 */
public final class ResultsMarkdown {

    private static final Pattern PLACE =
            Pattern.compile("(<!-- results: ([A-Za-z0-9._-]+) -->\\n)(.*?)(<!-- end of results -->)", Pattern.DOTALL);
    private static final String SWEEPS = "sweeps";

    private ResultsMarkdown() {}

    /** Returns a text with the present tables in its places. */
    public static String updated(String text, Path results) throws IOException {
        Matcher places = PLACE.matcher(text);
        StringBuilder updated = new StringBuilder();
        while (places.find()) {
            String tables = places.group(2).equals(SWEEPS)
                    ? sweeps(results)
                    : PeerTable.read(results.resolve(places.group(2))).markdown();
            places.appendReplacement(updated, Matcher.quoteReplacement(places.group(1) + tables + places.group(4)));
        }
        return places.appendTail(updated).toString();
    }

    private static String sweeps(Path results) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(results)) {
            files = all.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        Published published = Published.load();
        StringBuilder text = new StringBuilder();
        for (Path file : files) {
            if (ResultsFile.isOne(file)) {
                text.append(sweep(file, published));
            }
        }
        return text.toString();
    }

    private static String sweep(Path file, Published published) throws IOException {
        String name = String.valueOf(file.getFileName()).replace(".csv", "");
        List<ResultRow> rows = ResultsFile.read(file).rows();
        Optional<PublishedTable> table = published.tables().stream()
                .filter(one -> one.sweep().equals(name) || one.smallSweep().equals(name))
                .findFirst();
        boolean gains = table.map(PublishedTable::gains).orElse(false);
        StringBuilder text = new StringBuilder();
        text.append("**").append(table.map(PublishedTable::title).orElse(name)).append("**");
        text.append(" ([").append(name).append(".csv](").append(name).append(".csv)");
        text.append(madeBy(rows)).append("):\n\n");
        text.append("| | seeds | PR-AUC | ROC-AUC |")
                .append(gains ? " gain in PR-AUC |" : "")
                .append("\n");
        text.append("|---|---|---|---|").append(gains ? "---|" : "").append("\n");
        for (ResultRow row : rows) {
            text.append("| ").append(row.name()).append(" | ").append(row.runs().size());
            text.append(" | ").append(cell(row.spread("pr_auc_macro"), "%.3f"));
            text.append(" | ").append(cell(row.spread("roc_auc_macro"), "%.3f")).append(" |");
            if (gains) {
                boolean first = row.equals(rows.get(0));
                text.append(" ")
                        .append(first ? "" : cell(row.gainOver(rows.get(0), "pr_auc_macro"), "%+.3f"))
                        .append(" |");
            }
            text.append("\n");
        }
        Set<String> protocols = new LinkedHashSet<>();
        rows.forEach(row -> protocols.add(row.protocol()));
        text.append("\n");
        protocols.forEach(protocol -> text.append("- ").append(protocol).append("\n"));
        return text.append("\n").toString();
    }

    private static String madeBy(List<ResultRow> rows) {
        Set<String> facts = new LinkedHashSet<>();
        rows.forEach(row -> row.commits().forEach(commit -> facts.add("commit " + commit)));
        rows.forEach(row -> facts.addAll(row.days()));
        return facts.isEmpty() ? "" : ", " + String.join(", ", facts);
    }

    private static String cell(Optional<Spread> spread, String format) {
        return spread.map(known -> number(format, known.mean())
                        + known.interval()
                                .map(interval -> interval(format, interval))
                                .orElse(""))
                .orElse("");
    }

    private static String interval(String format, Interval interval) {
        return " [" + number(format, interval.low()) + ", " + number(format, interval.high()) + "]";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
