package io.clmr.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Draws the scores over the share of labels, one figure a test set and metric: whatever was trained, it is scored on the same songs. */
final class LabelCurves {

    private static final List<String> METRICS = List.of("pr_auc_macro", "roc_auc_macro");

    private LabelCurves() {}

    /** Returns figures of the encoders that were scored with two shares of labels or more. */
    static List<Figure> of(List<Entry> entries) {
        List<Figure> figures = new ArrayList<>();
        for (List<Entry> test :
                by(entries, entry -> Passports.test(entry.first())).values()) {
            Map<String, List<Entry>> curves = curves(test);
            if (!curves.isEmpty()) {
                METRICS.forEach(metric -> figures.add(figure(curves, metric)));
            }
        }
        return figures;
    }

    private static <K> Map<K, List<Entry>> by(List<Entry> entries, Function<Entry, K> key) {
        return entries.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    /** Returns the points of each curve; one that was measured by several protocols is several, told apart by what differs. */
    private static Map<String, List<Entry>> curves(List<Entry> test) {
        Map<String, List<Entry>> curves = new LinkedHashMap<>();
        by(test, Entry::curve).forEach((name, points) -> {
            Map<String, List<Entry>> heads = by(points, LabelCurves::head);
            heads.forEach((head, curve) ->
                    curves.putAll(ofOneHead(heads.size() == 1 ? name : name + ", " + head + " head", curve)));
        });
        return curves;
    }

    private static Map<String, List<Entry>> ofOneHead(String name, List<Entry> points) {
        Map<Map<String, String>, List<Entry>> protocols = by(points, entry -> Passports.family(entry.first()));
        List<String> differing = Passports.differences(List.copyOf(protocols.keySet()));
        Map<String, List<Entry>> curves = new LinkedHashMap<>();
        protocols.forEach((protocol, curve) -> {
            if (fractions(curve).size() > 1) {
                curves.put(name + values(protocol, differing), curve);
            }
        });
        return curves;
    }

    private static String head(Entry entry) {
        return entry.first().protocol().getOrDefault("head", "");
    }

    private static String values(Map<String, String> protocol, List<String> fields) {
        return fields.stream()
                .map(field -> ", " + field + " " + protocol.getOrDefault(field, "–"))
                .collect(Collectors.joining());
    }

    private static List<Double> fractions(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.first().labelFraction())
                .distinct()
                .sorted()
                .toList();
    }

    private static Figure figure(Map<String, List<Entry>> curves, String metric) {
        List<Entry> all = curves.values().stream().flatMap(List::stream).toList();
        List<Double> x = fractions(all);
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
        List<String> heads = all.stream().map(LabelCurves::head).distinct().toList();
        return new Figure(
                "Label efficiency, " + String.join(" and ", heads) + (heads.size() == 1 ? " head" : " heads"),
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
