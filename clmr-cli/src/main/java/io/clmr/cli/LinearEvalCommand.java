package io.clmr.cli;

import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.engine.Devices;
import io.clmr.data.dataset.LabelSpace;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.probe.Comparison;
import io.clmr.eval.probe.EvaluationResult;
import io.clmr.eval.triplets.TripletFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            "  clmr linear-eval --checkpoint runs/mine --split 0.6/0.2/0.2 --group-by folder",
            "  clmr linear-eval --checkpoint runs/mtat --compare random-bn,mfcc,runs/supervised/eval",
            "  clmr linear-eval --checkpoint runs/mtat --triplets data/magnatagatune/comparisons_final.csv",
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

    @Mixin
    private SplitOptions split = new SplitOptions();

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
            description = "Write scores.npy, labels.npy, tracks.txt, tags.txt, groups.txt and resamples.npy.")
    private @Nullable Path predictions;

    @Option(
            names = "--compare",
            paramLabel = "X,...",
            split = ",",
            hideParamSyntax = true,
            description =
                    "Print others beside it, with a paired bootstrap of every difference: random, random-bn, mfcc,"
                            + " or folders of reports. Default: none.")
    private List<String> others = new ArrayList<>();

    @Option(
            names = "--triplets",
            paramLabel = "FILE",
            description = "Compare distances between clips with people's votes in this file, in the layout of"
                    + " MagnaTagATune's comparisons_final.csv, beside MFCCs and an untrained encoder. Default: none.")
    private @Nullable Path triplets;

    @Option(
            names = "--raw-weights",
            description = "Take the weights as they were last trained, where a run keeps their average too"
                    + " (train.ema_decay). Default: the average.")
    private boolean rawWeights;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write report.json, head.safetensors, the predictions and, if asked for, comparison.json and"
                    + " triplets.json.")
    private @Nullable Path out;

    LinearEvalCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        EncoderChoice encoder = EncoderChoice.of(checkpoint, options, assignments(), rawWeights);
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
        Baselines baselines = new Baselines(session(), encoder, dataset);
        List<Comparison.Candidate> reports = baselines.read(others);
        try (ClipReader reader = preparation.open(config, dataset)) {
            Optional<TripletFile> votes = triplets == null ? Optional.empty() : Optional.of(baselines.votes(triplets));
            Evaluation evaluation = new Evaluation(session(), config, dataset, reader);
            EvaluationResult result = evaluation.evaluate(encoder.features(), encoder.probe(checkpoint));
            if (out != null) {
                result.writeReport(out);
            }
            if (predictions != null) {
                result.writePredictions(predictions);
            }
            LinearEvalOutput output = new LinearEvalOutput(
                    result.report(),
                    baselines.compare(evaluation, result, others, reports),
                    baselines.triplets(evaluation, votes));
            if (out != null) {
                output.write(out);
            }
            console().out().println(json() ? output.json() : output.text());
        }
        return ExitCode.DONE;
    }

    private List<Assignment> assignments() {
        List<Assignment> assignments = new ArrayList<>(split.assignments());
        if (head != null) {
            assignments.add(Assignment.of("--head " + head, "probe.head", head));
        }
        if (labelFraction != null) {
            assignments.add(Assignment.of("--label-fraction " + labelFraction, "probe.label_fraction", labelFraction));
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
}
