package io.clmr.cli;

import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.cli.console.Durations;
import io.clmr.core.engine.Devices;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.metrics.Interval;
import io.clmr.eval.probe.EvaluationReport;
import io.clmr.eval.probe.EvaluationResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clmr linear-eval}: how good are the features of a frozen encoder? */
@Command(
        name = "linear-eval",
        headerHeading = "Examples:%n",
        header = {
            "  clmr linear-eval --checkpoint runs/mtat --out runs/mtat/eval",
            "  clmr linear-eval --checkpoint random-bn --config configs/mtat.yaml",
            ""
        },
        description = "Evaluates a frozen encoder: a probe is fitted on the training clips, steered by the validation"
                + " clips, and scored on the test clips.")
final class LinearEvalCommand extends ClmrCommand {

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            required = true,
            description = "Run folder, checkpoint folder, .safetensors, .ckpt or .pt; or random (untrained), random-bn"
                    + " (untrained, BatchNorm statistics from the data), mfcc (classic baseline).")
    private String checkpoint = "";

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--head",
            paramLabel = "NAME",
            description = "linear, mlp, logistic, knn or grid. Default: probe.head (linear).")
    private @Nullable String head;

    @Option(
            names = "--label-fraction",
            paramLabel = "F",
            description =
                    "Share of the training songs whose labels are used, above 0 to 1. Default: probe.label_fraction (1.0).")
    private @Nullable String labelFraction;

    @Option(
            names = "--save-predictions",
            paramLabel = "DIR",
            description = "Write scores.npy, labels.npy, tracks.txt and tags.txt.")
    private @Nullable Path predictions;

    @Option(names = "--out", paramLabel = "DIR", description = "Write report.json.")
    private @Nullable Path out;

    LinearEvalCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        EncoderChoice encoder = EncoderChoice.of(checkpoint, options, assignments());
        ClmrConfig config = encoder.config();
        Preparation preparation = new Preparation(session(), options.threadsOrAll());
        MusicDataset dataset = preparation.load(config);
        if (dataset.labels().kind() == LabelSpace.Kind.NONE) {
            throw new InputException(dataset.name() + " has no labels, expected some to fit a probe on; for a folder of"
                    + " audio they stand in labels.csv, path,tag,tag... a line");
        }
        for (Path folder : folders()) {
            OutputCheck.folder(folder);
        }
        UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
        options.applyThreads();
        try (ClipReader reader = preparation.open(config, dataset)) {
            EvaluationResult result = new Evaluation(session(), config, dataset, reader).evaluate(encoder.features());
            if (out != null) {
                result.writeReport(out);
            }
            if (predictions != null) {
                result.writePredictions(predictions);
            }
            console().out().println(json() ? result.report().toJson() : text(result.report()));
        }
        return ExitCode.DONE;
    }

    private List<Assignment> assignments() {
        List<Assignment> assignments = new ArrayList<>();
        if (head != null) {
            assignments.add(new Assignment("--head " + head, "probe.head", head));
        }
        if (labelFraction != null) {
            assignments.add(new Assignment("--label-fraction " + labelFraction, "probe.label_fraction", labelFraction));
        }
        return assignments;
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        if (out != null) {
            folders.add(out);
        }
        if (predictions != null) {
            folders.add(predictions);
        }
        return folders;
    }

    private String text(EvaluationReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s on %s (split %s), head %s: %d tags, %d test clips, in %s%n",
                report.checkpoint(),
                report.dataset(),
                report.protocol().split(),
                report.protocol().head(),
                report.perTag().size(),
                report.clips().test(),
                Durations.text(report.seconds())));
        for (Map.Entry<String, Double> metric : report.metrics().entrySet()) {
            text.append(String.format(Locale.ROOT, "  %-14s %.4f", metric.getKey(), metric.getValue()));
            Interval interval = report.intervals().get(metric.getKey());
            if (interval != null) {
                text.append(String.format(Locale.ROOT, "   95 %%: %.4f to %.4f", interval.low(), interval.high()));
            }
            text.append(System.lineSeparator());
        }
        if (!report.leftOutTags().isEmpty()) {
            text.append("  left out, since the test clips have none or all: ")
                    .append(String.join(", ", report.leftOutTags()))
                    .append(System.lineSeparator());
        }
        if (!report.clips().skipped().isEmpty()) {
            text.append("  clips without a window: ")
                    .append(report.clips().skipped().size())
                    .append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }
}
