package io.clmr.cli;

import io.clmr.base.files.PrintableText;
import io.clmr.eval.embed.Shard;
import io.clmr.lab.sweep.SweepOutcome;
import io.clmr.lab.sweep.SweepResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            names = "--shard",
            paramLabel = "I/N",
            description = "Work on the I-th of N equal parts of the encoders. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1/1")
    private String shard = "1/1";

    @Option(
            names = "--dry-run",
            description = "List the cells with the time each will take, measured by a few steps of each kind.")
    private boolean dryRun;

    @Mixin
    private SweepOptions options = new SweepOptions();

    SweepCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        Shard part = UsageException.checked("--shard", () -> Shard.parse(shard));
        options.check();
        SweepRun sweep = SweepRun.open(session(), options, file, out, typed());
        if (dryRun) {
            SweepListing listing = sweep.listing();
            print(listing.json(), listing.text());
            return ExitCode.DONE;
        }
        SweepOutcome outcome = sweep.run(part);
        SweepResults results = SweepResults.read(sweep.folder());
        print(asJson(outcome, results, sweep.folder()), asText(outcome, results, sweep.folder()));
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
        int width = rows.stream()
                .mapToInt(row -> PrintableText.of(row.name()).length())
                .max()
                .orElse(0);
        if (!rows.isEmpty()) {
            text.append(String.format(
                    Locale.ROOT, "%-" + width + "s  seeds  %-22s  %s%n", "", "PR-AUC (95 %)", "ROC-AUC (95 %)"));
        }
        for (SweepResults.Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %5d  %-22s  %s%n",
                    PrintableText.of(row.name()),
                    row.seeds(),
                    SpreadText.of(Optional.ofNullable(row.scores().get("pr_auc_macro"))),
                    SpreadText.of(Optional.ofNullable(row.scores().get("roc_auc_macro")))));
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
}
