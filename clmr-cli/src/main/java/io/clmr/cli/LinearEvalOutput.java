package io.clmr.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clmr.base.files.PrintableText;
import io.clmr.base.files.WholeFile;
import io.clmr.cli.console.Durations;
import io.clmr.eval.metrics.Bootstrap;
import io.clmr.eval.metrics.Interval;
import io.clmr.eval.probe.Comparison;
import io.clmr.eval.probe.EvaluationReport;
import io.clmr.eval.triplets.TripletScore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code clmr linear-eval} tells.
 *
 * @param report of the encoder
 * @param comparison with others, if asked for
 * @param triplets people's votes against distances, if asked for
 */
record LinearEvalOutput(EvaluationReport report, Optional<Comparison> comparison, List<TripletScore> triplets) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** Writes what is not the report itself. */
    void write(Path folder) throws IOException {
        if (comparison.isPresent()) {
            comparison.get().write(folder);
        }
        if (!triplets.isEmpty()) {
            WholeFile.writeText(
                    folder.resolve("triplets.json"),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(triplets) + "\n");
        }
    }

    /** Returns the report as one document, with {@code comparison} and {@code triplets} in it if there are any. */
    String json() throws IOException {
        ObjectNode all = (ObjectNode) JSON.readTree(report.toJson());
        comparison.ifPresent(value -> all.set("comparison", JSON.valueToTree(value)));
        if (!triplets.isEmpty()) {
            all.set("triplets", JSON.valueToTree(triplets));
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    String text() {
        StringBuilder text = new StringBuilder(text(report));
        comparison.ifPresent(value -> text.append(System.lineSeparator()).append(text(value)));
        if (!triplets.isEmpty()) {
            text.append(System.lineSeparator()).append(votes());
        }
        return text.toString();
    }

    private static String text(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        line(text, "%nSide by side (%d test clips, resampled by %s):", comparison.clips(), comparison.groups());
        for (Comparison.Row row : comparison.rows()) {
            text.append(String.format(Locale.ROOT, "  %-24s %-10s", row.name(), row.head()));
            row.metrics()
                    .forEach((name, value) -> text.append(String.format(
                            Locale.ROOT,
                            "  %s %.4f%s",
                            name,
                            value,
                            range(row.intervals().get(name)))));
            text.append(System.lineSeparator());
        }
        text.append("Differences, on the same resamples:").append(System.lineSeparator());
        for (Comparison.Pair pair : comparison.differences()) {
            line(text, "  %s - %s", pair.first(), pair.second());
            for (Map.Entry<String, Bootstrap.Difference> metric : pair.metrics().entrySet()) {
                Bootstrap.Difference difference = metric.getValue();
                line(
                        text,
                        "    %-14s %+.4f%s  above in %.1f %%",
                        metric.getKey(),
                        difference.value(),
                        range(difference.interval()),
                        100 * difference.shareAbove());
            }
        }
        return text.toString().stripTrailing();
    }

    private String votes() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                "%nPeople's votes for the odd one of three clips (%d triplets, %d votes, %d constraints):",
                triplets.get(0).triplets(),
                triplets.get(0).votes(),
                triplets.get(0).constraints());
        for (TripletScore score : triplets) {
            text.append(String.format(Locale.ROOT, "  %-24s", score.encoder()));
            score.metrics()
                    .forEach((name, value) -> text.append(String.format(
                            Locale.ROOT,
                            "  %s %.4f%s",
                            name,
                            value,
                            range(score.intervals().get(name)))));
            text.append(System.lineSeparator());
        }
        return text.append("  chance: agreement and constraints 0.5, odd_one_out 0.3333")
                .toString();
    }

    private static String range(@Nullable Interval interval) {
        return interval == null ? "" : String.format(Locale.ROOT, " [%.4f, %.4f]", interval.low(), interval.high());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }

    private static String text(EvaluationReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s on %s (split %s), head %s: %d tags, %d test clips, in %s%n",
                report.checkpoint(),
                report.dataset(),
                report.protocol().split(),
                report.protocol().head(),
                report.perTag().size(),
                report.clips().test(),
                Durations.text(report.seconds())));
        for (Map.Entry<String, Double> metric : report.metrics().entrySet()) {
            text.append(String.format(Locale.ROOT, "  %-14s %.4f", metric.getKey(), metric.getValue()));
            Interval interval = report.intervals().get(metric.getKey());
            if (interval != null) {
                text.append(String.format(Locale.ROOT, "   95 %%: %.4f to %.4f", interval.low(), interval.high()));
            }
            text.append(System.lineSeparator());
        }
        if (!report.leftOutTags().isEmpty()) {
            text.append("  left out, since the test clips have none or all: ")
                    .append(report.leftOutTags().stream().map(PrintableText::of).collect(Collectors.joining(", ")))
                    .append(System.lineSeparator());
        }
        if (!report.clips().skipped().isEmpty()) {
            text.append("  clips without a window: ")
                    .append(report.clips().skipped().size())
                    .append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }
}
