package io.clmr.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which scores stand in which column: those of one protocol share one, others never do unless that was asked for.
 *
 * @param columns each with the entries it holds, in the order of the input
 * @param differing fields of the passport that the columns, or the entries of a mixed column, differ in
 */
record Comparison(List<Column> columns, List<String> differing) {

    /** From so many shares of labels on, a family of scores is a curve, and only its largest share is a column. */
    private static final int CURVE_POINTS = 3;

    /**
     * One protocol.
     *
     * @param letter that names it on the page
     * @param passport the fields all its entries agree in
     * @param mixed whether it holds several protocols because that was asked for
     */
    record Column(String letter, Map<String, String> passport, boolean mixed, List<Entry> entries) {
        Column {
            entries = List.copyOf(entries);
        }

        /** Returns the metrics that some entry has, the usual ones first. */
        List<String> metrics() {
            Set<String> names = new LinkedHashSet<>(List.of("pr_auc_macro", "roc_auc_macro"));
            entries.forEach(entry ->
                    entry.runs().forEach(run -> names.addAll(run.metrics().keySet())));
            return names.stream()
                    .filter(name -> entries.stream()
                            .anyMatch(entry -> entry.spread(name).isPresent()))
                    .toList();
        }
    }

    static Comparison of(List<Entry> entries, boolean mix) {
        List<Entry> shown = withoutCurvePoints(entries);
        Map<Map<String, String>, List<Entry>> byProtocol = new LinkedHashMap<>();
        for (Entry entry : shown) {
            byProtocol
                    .computeIfAbsent(Passports.comparable(entry.first()), key -> new ArrayList<>())
                    .add(entry);
        }
        List<String> differing = Passports.differences(List.copyOf(byProtocol.keySet()));
        if (mix && byProtocol.size() > 1) {
            Map<String, String> common =
                    new LinkedHashMap<>(Passports.comparable(shown.get(0).first()));
            common.keySet().removeAll(differing);
            return new Comparison(List.of(new Column("A", common, true, shown)), differing);
        }
        List<Column> columns = new ArrayList<>();
        byProtocol.forEach((passport, same) -> columns.add(new Column(letter(columns.size()), passport, false, same)));
        return new Comparison(columns, differing);
    }

    private static List<Entry> withoutCurvePoints(List<Entry> entries) {
        Map<Map<String, String>, List<Entry>> families = entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> Passports.family(entry.first()), LinkedHashMap::new, Collectors.toList()));
        List<Entry> kept = new ArrayList<>(entries);
        for (List<Entry> family : families.values()) {
            List<Double> fractions = family.stream()
                    .map(entry -> entry.first().labelFraction())
                    .distinct()
                    .sorted()
                    .toList();
            if (fractions.size() >= CURVE_POINTS) {
                double largest = fractions.get(fractions.size() - 1);
                kept.removeIf(entry -> family.contains(entry) && entry.first().labelFraction() < largest);
            }
        }
        return kept;
    }

    private static String letter(int number) {
        return number < 26 ? String.valueOf((char) ('A' + number)) : "P" + (number + 1);
    }

    /** Returns one line that says why there are several columns, or what a mixed one mixes; empty if all is alike. */
    String remark() {
        String fields = String.join(", ", differing);
        if (columns.size() > 1) {
            return columns.size() + " protocols, a column each: they differ in " + fields;
        }
        return differing.isEmpty() ? "" : "one column of unlike protocols, as asked: they differ in " + fields;
    }
}
