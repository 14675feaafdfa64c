package io.clmr.cli;

import io.clmr.base.files.PrintableText;
import io.clmr.cli.console.Durations;
import io.clmr.lab.sweep.Sweep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The cells of a sweep as a dry run shows them.
 *
 * @param cells with what each still takes
 * @param jobs encoders worked on at a time
 */
record SweepListing(List<Sweep.Expected> cells, int jobs) {

    SweepListing {
        cells = List.copyOf(cells);
    }

    private double seconds() {
        return cells.stream().mapToDouble(Sweep.Expected::seconds).sum();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Sweep.Expected cell : cells) {
            String state = cell.done()
                    ? "done"
                    : cell.failure().isPresent()
                            ? "failed: " + PrintableText.of(cell.failure().get())
                            : "open";
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %-8d %s  (%s)%n",
                    cell.done() ? "" : Durations.text(cell.seconds()),
                    cell.seed(),
                    PrintableText.of(cell.row()),
                    state));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%d of %d cells are open: about %s, with %d at a time %s at best",
                        cells.stream().filter(cell -> !cell.done()).count(),
                        cells.size(),
                        Durations.text(seconds()),
                        jobs,
                        Durations.text(seconds() / jobs)))
                .toString();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "cells",
                cells.stream()
                        .map(cell -> Map.of(
                                "row", cell.row(),
                                "seed", cell.seed(),
                                "done", cell.done(),
                                "failure", cell.failure().orElse(""),
                                "seconds", cell.seconds()))
                        .toList());
        json.put("seconds", seconds());
        return json;
    }
}
