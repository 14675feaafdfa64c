package io.clmr.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds what folders hold: runs, evaluations, embeddings; in a folder without any of them, one level below. */
public final class ReportInputs {

    private final Function<String, List<String>> tagsOf;
    private final int mapTracks;
    private final List<RunHistory> runs = new ArrayList<>();
    private final List<Evaluated> evaluations = new ArrayList<>();
    private final List<Evaluated> compared = new ArrayList<>();
    private final List<EmbeddingMap> maps = new ArrayList<>();
    private final List<ReportContents> others = new ArrayList<>();

    /**
     * @param tagsOf the tags of an embedded file, by its path as the index has it
     * @param mapTracks tracks a map shows at most
     */
    public ReportInputs(Function<String, List<String>> tagsOf, int mapTracks) {
        this.tagsOf = tagsOf;
        this.mapTracks = mapTracks;
    }

    /**
     * Reads one input.
     *
     * @param name what the page calls it
     * @throws ReportException if nothing is found in it
     */
    public void add(String name, Path input) throws IOException {
        if (take(name, input)) {
            return;
        }
        if (!Files.exists(input)) {
            throw new ReportException(input + " is not there, expected " + expected());
        }
        boolean found = false;
        if (Files.isDirectory(input)) {
            for (Path below : sorted(input)) {
                found |= take(below.getFileName().toString().replaceFirst("^(report|eval)-", ""), below);
            }
        }
        if (!found) {
            throw new ReportException(input + " holds nothing to report, expected " + expected());
        }
    }

    /** Takes what was read elsewhere, such as a sweep. */
    public void add(ReportContents contents) {
        others.add(contents);
    }

    private static String expected() {
        return "a run folder, a folder with report.json, a sweep's folder, or an .npy with its .index.csv";
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private boolean take(String name, Path input) throws IOException {
        boolean found = false;
        if (Files.isRegularFile(input.resolve(RunHistory.FILE))) {
            runs.add(RunHistory.read(name, input));
            found = true;
        }
        if (Files.isRegularFile(input.resolve(Evaluated.FILE))) {
            evaluations.add(Evaluated.read(name, input));
            compared.addAll(Evaluated.compared(input));
            found = true;
        }
        if (EmbeddingFile.is(input)) {
            maps.add(EmbeddingMap.of(name, EmbeddingFile.read(input, tagsOf), mapTracks));
            found = true;
        }
        return found;
    }

    /**
     * Returns what was read; evaluations of one name and one protocol are the seeds of one row. What several of them were
     * compared with is shown once.
     *
     * @throws ReportException if two of them have the same seed too
     */
    public ReportContents contents() throws ReportException {
        Map<List<Object>, List<Evaluated>> rows = new LinkedHashMap<>();
        for (Evaluated evaluated : evaluations) {
            if (!place(evaluated, rows)) {
                throw new ReportException("two evaluations are named " + evaluated.name()
                        + " and agree in protocol and seed, expected a name each: write NAME=DIR");
            }
        }
        compared.forEach(other -> place(other, rows));
        List<Entry> entries = rows.values().stream().map(Entry::of).toList();
        ReportContents contents = new ReportContents(runs, entries, List.of(), maps, List.of(), List.of());
        for (ReportContents other : others) {
            contents = contents.and(other);
        }
        return contents;
    }

    /** Adds an evaluation to its row, unless there is one of its seed. */
    private static boolean place(Evaluated evaluated, Map<List<Object>, List<Evaluated>> rows) {
        List<Evaluated> row = rows.computeIfAbsent(
                List.of(evaluated.name(), Passports.comparable(evaluated)), key -> new ArrayList<>());
        String seed = evaluated.protocol().getOrDefault("seed", "");
        boolean fresh = row.stream()
                .noneMatch(other -> other.protocol().getOrDefault("seed", "").equals(seed));
        return fresh && row.add(evaluated);
    }
}
