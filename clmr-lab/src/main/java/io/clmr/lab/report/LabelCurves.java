package io.clmr.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws the scores over the share of labels, one figure a protocol and metric. */
final class LabelCurves {

    private static final List<String> METRICS = List.of("pr_auc_macro", "roc_auc_macro");

    private LabelCurves() {}

    /** Returns a figure for each protocol in which some encoder was scored with two shares of labels or more. */
    static List<Figure> of(List<Entry> entries) {
        Map<Map<String, String>, List<Entry>> families = entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> Passports.family(entry.first()), LinkedHashMap::new, Collectors.toList()));
        List<Figure> figures = new ArrayList<>();
        for (List<Entry> family : families.values()) {
            Map<String, List<Entry>> curves = family.stream()
                    .collect(Collectors.groupingBy(Entry::curve, LinkedHashMap::new, Collectors.toList()));
            if (curves.values().stream().anyMatch(curve -> fractions(curve).size() > 1)) {
                METRICS.forEach(metric -> figures.add(figure(family, curves, metric)));
            }
        }
        return figures;
    }

    private static List<Double> fractions(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.first().labelFraction())
                .distinct()
                .sorted()
                .toList();
    }

    private static Figure figure(List<Entry> family, Map<String, List<Entry>> curves, String metric) {
        List<Double> x = fractions(family);
        List<Figure.Series> series = new ArrayList<>();
        curves.forEach((name, curve) -> {
            List<Figure.Point> points = new ArrayList<>();
            for (double fraction : fractions(curve)) {
                List<Evaluated> runs = curve.stream()
                        .flatMap(entry -> entry.runs().stream())
                        .filter(run -> run.labelFraction() == fraction)
                        .toList();
                Spread.of(runs, metric).ifPresent(score -> points.add(new Figure.Point(x.indexOf(fraction), score)));
            }
            series.add(new Figure.Series(name, false, points));
        });
        String head = family.get(0).first().protocol().getOrDefault("head", "");
        return new Figure(
                "Label efficiency, " + head + " head",
                "share of the training songs whose labels were used",
                metric,
                x.stream().map(LabelCurves::percent).toList(),
                true,
                series);
    }

    private static String percent(double fraction) {
        double percent = Math.round(fraction * 1e6) / 1e4;
        return (percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent)) + " %";
    }
}
