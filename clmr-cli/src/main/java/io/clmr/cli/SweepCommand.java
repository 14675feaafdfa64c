package io.clmr.cli;

import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.SweepFile;
import io.clmr.cli.console.Durations;
import io.clmr.core.engine.TorchEngine;
import io.clmr.eval.embed.Shard;
import io.clmr.eval.metrics.Interval;
import io.clmr.lab.report.Report;
import io.clmr.lab.report.ReportContents;
import io.clmr.lab.report.ReportHead;
import io.clmr.lab.report.Spread;
import io.clmr.lab.sweep.Sweep;
import io.clmr.lab.sweep.SweepOutcome;
import io.clmr.lab.sweep.SweepResults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr sweep}: many trainings and evaluations, one table. */
@Command(
        name = "sweep",
        headerHeading = "Examples:%n",
        header = {
            "  clmr sweep configs/paper/labels-small.yaml --dry-run",
            "  clmr sweep configs/paper/labels-small.yaml --out runs/labels --jobs 2",
            "  clmr sweep configs/paper/labels-small.yaml --out runs/labels --shard 3/8",
            ""
        },
        description = {
            "Trains and evaluates every cell of a grid or list of settings and seeds. It may be stopped or killed at any"
                    + " time: started again it skips what is finished and goes on with the rest. Several processes may"
                    + " share one --out. A cell that fails is recorded with its reason, and tried again next time.",
            "Writes results.csv (a line a cell), summary.csv (means with 95 %% intervals over the seeds) and report.html."
        })
final class SweepCommand extends ClmrCommand {

    @Parameters(paramLabel = "FILE", description = "The sweep, in YAML; docs/experiments.md has its keys.")
    private Path file = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the sweep. Default: runs/NAME of the sweep.")
    private @Nullable Path out;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Encoders worked on at a time, in this process. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int jobs = 1;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Work on the I-th of N equal parts of the encoders. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1/1")
    private String shard = "1/1";

    @Option(
            names = "--dry-run",
            description = "List the cells with the time each will take, measured by a few steps of each kind.")
    private boolean dryRun;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Override one key in all cells, such as train.max_steps=100; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "auto, cpu, gpu or gpu:N. Default: train.device (auto).")
    private @Nullable String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "CPU threads of an operation. Default: the processors, shared among the jobs.")
    private @Nullable Integer threads;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "One seed in place of the file's. Default: the file's (42).")
    private @Nullable Long seed;

    SweepCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        Shard part = UsageException.checked("--shard", () -> Shard.parse(shard));
        if (jobs < 1) {
            throw new UsageException("--jobs is " + jobs + ", expected 1 or more");
        }
        if (threads != null && threads < 1) {
            throw new UsageException("--threads is " + threads + ", expected 1 or more");
        }
        SweepFile sweepFile = SweepFile.read(file, seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
        Path folder =
                out != null ? out : Path.of("runs", sweepFile.plan().name().replaceAll("[^A-Za-z0-9._-]+", "-"));
        OutputCheck.folder(folder);
        int processors = Runtime.getRuntime().availableProcessors();
        SweepCells cells =
                new SweepCells(session(), sweepFile, overrides(), typed(), processors, folder.resolve("features"));
        Sweep sweep = new Sweep(sweepFile.plan(), folder, cells);
        if (threads != null) {
            TorchEngine.setThreads(threads);
        } else if (jobs > 1) {
            TorchEngine.setThreads(Math.max(1, processors / jobs));
        }
        try {
            return dryRun ? list(sweep) : run(sweep, folder, part);
        } finally {
            session().interruption().onRequest(Interruption.NOTHING);
        }
    }

    private List<Assignment> overrides() {
        List<Assignment> overrides = new ArrayList<>();
        sets.forEach(text -> overrides.add(Assignment.parse(text)));
        if (device != null) {
            overrides.add(new Assignment("--device " + device, "train.device", device));
        }
        return overrides;
    }

    private int list(Sweep sweep) throws IOException {
        List<Sweep.Expected> cells = sweep.expected();
        StringBuilder text = new StringBuilder();
        double total = 0;
        int open = 0;
        for (Sweep.Expected cell : cells) {
            total += cell.seconds();
            open += cell.done() ? 0 : 1;
            String state = cell.done()
                    ? "done"
                    : cell.failure().isPresent() ? "failed: " + cell.failure().get() : "open";
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %-8d %s  (%s)%n",
                    cell.done() ? "" : Durations.text(cell.seconds()),
                    cell.seed(),
                    cell.row(),
                    state));
        }
        text.append(String.format(
                Locale.ROOT,
                "%d of %d cells are open: about %s, with %d at a time %s at best",
                open,
                cells.size(),
                Durations.text(total),
                jobs,
                Durations.text(total / jobs)));
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
        json.put("seconds", total);
        print(json, text.toString());
        return ExitCode.DONE;
    }

    private int run(Sweep sweep, Path folder, Shard part) throws IOException {
        SweepOutcome outcome = sweep.run(jobs, part, typed(), new SweepDisplay(console(), folder));
        SweepResults results = SweepResults.read(folder);
        results.writeTables();
        ReportContents contents = results.contents();
        if (!contents.isEmpty()) {
            new Report(contents, false)
                    .write(
                            folder.resolve("report.html"),
                            new ReportHead(
                                    results.name(),
                                    LocalDate.now(ZoneId.systemDefault()).toString(),
                                    "clmr " + RootCommand.Version.number(),
                                    typed()));
        }
        print(asJson(outcome, results, folder), asText(outcome, results, folder));
        if (session().interruption().requested()) {
            return ExitCode.INTERRUPTED;
        }
        return outcome.failed() > 0 ? ExitCode.FINDINGS : ExitCode.DONE;
    }

    private static Map<String, Object> asJson(SweepOutcome outcome, SweepResults results, Path folder) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", folder.toString());
        json.put("cells", outcome.cells());
        json.put("done", outcome.done());
        json.put("failed", outcome.failed());
        json.put("elsewhere", outcome.elsewhere());
        json.put("rows", results.summary());
        return json;
    }

    private static String asText(SweepOutcome outcome, SweepResults results, Path folder) {
        StringBuilder text = new StringBuilder();
        List<SweepResults.Row> rows = results.summary();
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        if (!rows.isEmpty()) {
            text.append(String.format(
                    Locale.ROOT, "%-" + width + "s  seeds  %-22s  %s%n", "", "PR-AUC (95 %)", "ROC-AUC (95 %)"));
        }
        for (SweepResults.Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %5d  %-22s  %s%n",
                    row.name(),
                    row.seeds(),
                    text(row.scores().get("pr_auc_macro")),
                    text(row.scores().get("roc_auc_macro"))));
        }
        text.append(String.format(
                Locale.ROOT,
                "%s: %d of %d cells done%s%s",
                folder,
                outcome.done(),
                outcome.cells(),
                outcome.failed() == 0 ? "" : ", " + outcome.failed() + " failed (results.csv says why)",
                outcome.elsewhere() == 0 ? "" : ", " + outcome.elsewhere() + " in the hands of another process"));
        return text.toString();
    }

    private static String text(@Nullable Spread spread) {
        if (spread == null) {
            return "–";
        }
        return String.format(Locale.ROOT, "%.1f", 100 * spread.mean())
                + spread.interval().map(SweepCommand::text).orElse("");
    }

    private static String text(Interval interval) {
        return String.format(Locale.ROOT, " (%.1f to %.1f)", 100 * interval.low(), 100 * interval.high());
    }
}
