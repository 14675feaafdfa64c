package io.clmr.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.cli.config.Assignment;
import io.clmr.eval.probe.EvaluationReport;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clmr supervised}: the baseline that learns from the labels alone. */
@Command(
        name = "supervised",
        headerHeading = "Examples:%n",
        header = {
            "  clmr supervised --config configs/mtat.yaml --out runs/supervised",
            "  clmr supervised --config configs/mtat.yaml --label-fraction 0.1 --out runs/supervised-10",
            "  clmr supervised --config configs/folder.yaml --split 0.8/0.1/0.1 --group-by artist --out runs/mine",
            "  clmr supervised --resume runs/supervised",
            ""
        },
        description = {
            "Trains the supervised baseline: the same encoder on the labels, from start values. Ctrl-C saves and ends"
                    + " with exit code 130; --resume goes on as if nothing had happened.",
            "At its end the test clips are scored as linear-eval scores them; RUN/eval holds the report, which"
                    + " linear-eval --compare and report take."
        })
final class SupervisedCommand extends ClmrCommand {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private SplitOptions split = new SplitOptions();

    @Option(
            names = "--label-fraction",
            paramLabel = "F",
            description = "Share of the training songs whose labels are used, above 0 to 1: the same songs that"
                    + " linear-eval uses with this seed. Default: probe.label_fraction (1.0).")
    private @Nullable String labelFraction;

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "Folder of the new run. Default: runs/supervised-DATE-TIME.")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with the run in this folder.")
    private @Nullable Path resume;

    SupervisedCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws Exception {
        if (out != null && resume != null) {
            throw new UsageException("--out " + out + " and --resume " + resume
                    + " are both given, expected one: a new run or an old one");
        }
        List<Assignment> more = new ArrayList<>(split.assignments());
        if (labelFraction != null) {
            more.add(Assignment.of("--label-fraction " + labelFraction, "probe.label_fraction", labelFraction));
        }
        SupervisedRun supervised = new SupervisedRun(session(), options, typed());
        SupervisedRun.Result result;
        if (resume != null) {
            Optional<Path> file = options.file().isPresent() ? options.file() : Optional.of(RunConfig.of(resume));
            result = supervised.run(options.load(file, more, Optional.empty()).config(), resume, true);
        } else {
            Path run = out != null ? out : nameForRun();
            result = supervised.run(options.load(more).config(), run, false);
        }
        print(asJson(result), asText(result));
        return result.report().isPresent() ? ExitCode.DONE : ExitCode.INTERRUPTED;
    }

    private static Path nameForRun() {
        return Path.of(
                "runs",
                "supervised-"
                        + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                                .format(LocalDateTime.now(ZoneId.systemDefault())));
    }

    private static Map<String, Object> asJson(SupervisedRun.Result result) throws Exception {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", result.run().toString());
        json.put("finished", result.report().isPresent());
        if (result.report().isPresent()) {
            JsonNode report = new ObjectMapper().readTree(result.report().get().toJson());
            json.put("report", report);
        } else {
            json.put("step", result.step());
        }
        return json;
    }

    private static String asText(SupervisedRun.Result result) {
        Optional<EvaluationReport> report = result.report();
        return report.map(value -> new LinearEvalOutput(value, Optional.empty(), List.of()).text())
                .orElseGet(() -> result.run() + ": stopped at step " + result.step()
                        + " and saved; go on with: clmr supervised --resume " + ShellWord.of(result.run()));
    }
}
