package io.clmr.lab.sweep;

import io.clmr.eval.embed.Csv;
import io.clmr.eval.metrics.Interval;
import io.clmr.lab.report.Entry;
import io.clmr.lab.report.Evaluated;
import io.clmr.lab.report.Figure;
import io.clmr.lab.report.PairMatrix;
import io.clmr.lab.report.ReportContents;
import io.clmr.lab.report.ReportException;
import io.clmr.lab.report.RunHistory;
import io.clmr.lab.report.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What came out of a sweep so far, read from its folder. */
public final class SweepResults {

    private static final List<String> METRICS = List.of("pr_auc_macro", "roc_auc_macro");
    private static final List<String> PROTOCOL = List.of(
            "split",
            "split_hash",
            "head",
            "train_windows",
            "average",
            "subset",
            "label_fraction",
            "repeats",
            "versions");
    private static final List<String> MADE = List.of("data", "network", "training", "commit", "finished", "command");
    private static final String LABEL_FRACTION = "probe.label_fraction";
    private static final int MOST_RUNS = 12; // more curves in one picture are a tangle

    /** A cell with its evaluation, if it has one, or the reason why not. */
    private record State(SweepRecord.Line line, Optional<Evaluated> evaluated, Optional<String> failure) {}

    /**
     * A row of the summary.
     *
     * @param scores by metric, over the seeds
     */
    public record Row(String name, int seeds, Map<String, Spread> scores) {}

    private final SweepFolder folder;
    private final String name;
    private final String axis;
    private final List<List<String>> commands;
    private final List<State> states = new ArrayList<>();

    private SweepResults(SweepFolder folder) throws IOException {
        this.folder = folder;
        SweepRecord record = new SweepRecord(folder);
        name = record.name();
        axis = record.axis();
        commands = record.commands();
        for (SweepRecord.Line line : record.lines()) {
            Path place = folder.cell(line.keys().cell());
            Optional<Evaluated> evaluated = folder.isEvaluated(line.keys().cell())
                    ? Optional.of(Evaluated.read(line.row(), place))
                    : Optional.empty();
            states.add(new State(
                    line,
                    evaluated,
                    evaluated.isPresent()
                            ? Optional.empty()
                            : folder.failure(line.keys().cell())));
        }
    }

    /** Whether a folder is a sweep's. */
    public static boolean isSweep(Path folder) {
        return Files.isRegularFile(folder.resolve(SweepFolder.RECORD));
    }

    /**
     * Reads a sweep's folder.
     *
     * @throws ReportException if it is not one
     */
    public static SweepResults read(Path folder) throws IOException {
        if (!isSweep(folder)) {
            throw new ReportException(folder + " has no " + SweepFolder.RECORD + ", expected the folder of a sweep");
        }
        return new SweepResults(new SweepFolder(folder));
    }

    public String name() {
        return name;
    }

    /** Returns the rows of the summary that have a score, each over its seeds. */
    public List<Row> summary() {
        List<Row> rows = new ArrayList<>();
        for (Entry entry : entries()) {
            Map<String, Spread> scores = new LinkedHashMap<>();
            METRICS.forEach(metric -> entry.spread(metric).ifPresent(spread -> scores.put(metric, spread)));
            rows.add(new Row(entry.name(), entry.runs().size(), scores));
        }
        return rows;
    }

    private List<Entry> entries() {
        Map<String, List<State>> rows = new LinkedHashMap<>();
        states.stream().filter(state -> state.evaluated().isPresent()).forEach(state -> rows.computeIfAbsent(
                        state.line().row(), row -> new ArrayList<>())
                .add(state));
        List<Entry> entries = new ArrayList<>();
        rows.forEach((row, seeds) -> entries.add(new Entry(
                row,
                seeds.get(0).line().series(),
                seeds.stream().flatMap(state -> state.evaluated().stream()).toList())));
        return entries;
    }

    /** Writes {@code results.csv}, a line a cell, and {@code summary.csv}, a line for the seeds of each. */
    public void writeTables() throws IOException {
        Set<String> keys = new LinkedHashSet<>();
        states.forEach(state -> keys.addAll(state.line().settings().keySet()));
        List<String> head = new ArrayList<>(List.of("cell", "status", "row", "encoder", "seed"));
        head.addAll(keys);
        for (String metric : List.of("pr_auc_macro", "roc_auc_macro", "accuracy", "f1_macro")) {
            head.addAll(List.of(metric, metric + "_low", metric + "_high"));
        }
        head.add("dataset");
        head.addAll(PROTOCOL);
        head.addAll(MADE);
        head.addAll(List.of("train_seconds", "evaluate_seconds", "reason"));
        StringBuilder csv = new StringBuilder(Csv.line(head));
        for (State state : states) {
            csv.append(Csv.line(line(state, keys)));
        }
        SweepFolder.text(folder.root().resolve("results.csv"), csv.toString());
        StringBuilder summary = new StringBuilder("row,seeds,metric,mean,low,high\n");
        for (Row row : summary()) {
            row.scores()
                    .forEach((metric, spread) -> summary.append(Csv.line(List.of(
                            row.name(),
                            String.valueOf(row.seeds()),
                            metric,
                            String.valueOf(spread.mean()),
                            spread.interval()
                                    .map(Interval::low)
                                    .map(String::valueOf)
                                    .orElse(""),
                            spread.interval()
                                    .map(Interval::high)
                                    .map(String::valueOf)
                                    .orElse("")))));
        }
        SweepFolder.text(folder.root().resolve("summary.csv"), summary.toString());
    }

    private List<String> line(State state, Set<String> keys) throws IOException {
        SweepRecord.Line cell = state.line();
        String encoder = cell.keys().encoder();
        String status = state.evaluated().isPresent()
                ? "done"
                : state.failure().isPresent() ? "failed" : folder.isTrained(encoder) ? "trained" : "open";
        List<String> line = new ArrayList<>(
                List.of(cell.keys().cell(), status, cell.row(), cell.encoder(), String.valueOf(cell.seed())));
        keys.forEach(key -> line.add(Provenance.withoutFolders(cell.settings().getOrDefault(key, ""))));
        for (String metric : List.of("pr_auc_macro", "roc_auc_macro", "accuracy", "f1_macro")) {
            Optional<Interval> interval =
                    state.evaluated().map(e -> e.intervals().get(metric));
            line.add(state.evaluated()
                    .map(e -> e.metrics().get(metric))
                    .map(String::valueOf)
                    .orElse(""));
            line.add(interval.map(Interval::low).map(String::valueOf).orElse(""));
            line.add(interval.map(Interval::high).map(String::valueOf).orElse(""));
        }
        line.add(state.evaluated().map(Evaluated::dataset).orElse(""));
        for (String field : PROTOCOL) {
            line.add(state.evaluated().map(e -> e.protocol().get(field)).orElse(""));
        }
        for (String fact : MADE) {
            line.add(state.evaluated().isPresent() ? folder.made(cell.keys().cell(), fact) : "");
        }
        double seconds = folder.trainSeconds(encoder);
        line.add(seconds > 0 ? String.valueOf(seconds) : "");
        line.add(state.evaluated().map(e -> String.valueOf(e.seconds())).orElse(""));
        line.add(state.failure().orElse(""));
        return line;
    }

    /** Returns what a page shows of the sweep. */
    public ReportContents contents() throws IOException {
        List<String> notes = new ArrayList<>();
        for (State state : states) {
            String what = state.line().row() + ", seed " + state.line().seed();
            state.failure().ifPresent(reason -> notes.add("failed: " + what + ": " + reason));
        }
        long open = states.stream()
                .filter(state -> state.evaluated().isEmpty() && state.failure().isEmpty())
                .count();
        if (open > 0) {
            notes.add(open + " of " + states.size() + " cells have no evaluation yet");
        }
        return new ReportContents(runs(), entries(), figures(), List.of(), notes, commands);
    }

    private List<RunHistory> runs() throws IOException {
        Map<String, RunHistory> runs = new LinkedHashMap<>();
        for (State state : states) {
            String encoder = state.line().keys().encoder();
            Path run = folder.run(encoder);
            if (runs.size() < MOST_RUNS && !runs.containsKey(encoder) && Files.isRegularFile(run.resolve("run.json"))) {
                runs.put(encoder, RunHistory.read(runName(state.line()), run));
            }
        }
        return List.copyOf(runs.values());
    }

    /** Names a run by all its settings if its series has others of the same seed, and not by those of the probe alone. */
    private String runName(SweepRecord.Line line) {
        long encoders = states.stream()
                .map(State::line)
                .filter(other -> other.series().equals(line.series()) && other.seed() == line.seed())
                .map(other -> other.keys().encoder())
                .distinct()
                .count();
        return (encoders == 1 ? line.series() : line.row()) + ", seed " + line.seed();
    }

    /** Scores over the axis; over the share of labels, and in pairs, the report draws them by itself. */
    private List<Figure> figures() {
        List<Entry> entries = entries();
        if (axis.equals(LABEL_FRACTION)
                || entries.size() < 2
                || PairMatrix.of(entries).isPresent()) {
            return List.of();
        }
        Map<String, String> places = new LinkedHashMap<>();
        states.forEach(state -> places.put(
                state.line().row(),
                axis.isEmpty() ? state.line().row() : state.line().x()));
        List<String> x = entries.stream()
                .map(entry -> places.getOrDefault(entry.name(), ""))
                .distinct()
                .toList();
        boolean numeric = !axis.isEmpty() && x.stream().allMatch(SweepResults::isNumber);
        List<Figure> figures = new ArrayList<>();
        for (String metric : METRICS) {
            Map<String, List<Figure.Point>> series = new LinkedHashMap<>();
            for (Entry entry : entries) {
                int at = x.indexOf(places.getOrDefault(entry.name(), ""));
                entry.spread(metric).ifPresent(score -> series.computeIfAbsent(
                                axis.isEmpty() ? name : entry.curve(), key -> new ArrayList<>())
                        .add(new Figure.Point(at, score)));
            }
            figures.add(new Figure(
                    name,
                    SweepPlan.shortName(axis),
                    metric,
                    x,
                    numeric,
                    series.entrySet().stream()
                            .map(one -> new Figure.Series(one.getKey(), false, one.getValue()))
                            .toList()));
        }
        return figures;
    }

    private static boolean isNumber(String text) {
        return text.matches("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    }
}
