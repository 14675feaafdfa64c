package io.clmr.lab.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a page shows.
 *
 * @param runs trainings
 * @param entries evaluations, a row each
 * @param figures beyond those that follow from the entries
 * @param maps of embeddings
 * @param notes findings in words, such as cells of a sweep that failed
 * @param commands command lines beyond those of the runs
 */
public record ReportContents(
        List<RunHistory> runs,
        List<Entry> entries,
        List<Figure> figures,
        List<EmbeddingMap> maps,
        List<String> notes,
        List<List<String>> commands) {

    public ReportContents {
        runs = List.copyOf(runs);
        entries = List.copyOf(entries);
        figures = List.copyOf(figures);
        maps = List.copyOf(maps);
        notes = List.copyOf(notes);
        commands = List.copyOf(commands);
    }

    /** Returns whether there is nothing to show. */
    public boolean isEmpty() {
        return runs.isEmpty() && entries.isEmpty() && figures.isEmpty() && maps.isEmpty();
    }

    /** Returns this with the other's after it. */
    ReportContents and(ReportContents other) {
        return new ReportContents(
                joined(runs, other.runs),
                joined(entries, other.entries),
                joined(figures, other.figures),
                joined(maps, other.maps),
                joined(notes, other.notes),
                joined(commands, other.commands));
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
