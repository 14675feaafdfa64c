package io.clmr.cli;

import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.eval.export.ModelCard;
import io.clmr.eval.export.OnnxModel;
import io.clmr.eval.export.SafetensorsExport;
import io.clmr.eval.export.WebPage;
import io.clmr.eval.export.WebRuntime;
import io.clmr.eval.probe.SavedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr export}: an encoder or a tagger for others. */
@Command(
        name = "export",
        headerHeading = "Examples:%n",
        header = {
            "  clmr export --format onnx encoder.onnx --checkpoint runs/mtat",
            "  clmr export --format onnx tagger.onnx --probe runs/mtat/eval",
            "  clmr export --format safetensors published/ --probe runs/mtat/eval --licence CC-BY-4.0",
            "  clmr export --format web page/ --probe runs/mtat/eval",
            ""
        },
        description = {
            "Writes an encoder, or with --probe an encoder and its head, in a format of others.",
            "onnx: a model for ONNX Runtime and its like, of any batch size. safetensors: a folder with"
                    + " model.safetensors, which PyTorch loads into the published SampleCNN, and a model card (README.md)."
                    + " web: a folder with a page that tags songs in the browser, offline; open its index.html."
        })
final class ExportCommand extends ClmrCommand {

    private enum Format {
        ONNX,
        SAFETENSORS,
        WEB
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "OUT",
            description = "What to write: a file for onnx, a folder for safetensors and web.")
    private @Nullable Path positional;

    @Option(names = "--out", paramLabel = "OUT", description = "The same as an option.")
    private @Nullable Path out;

    @Option(names = "--format", paramLabel = "NAME", required = true, description = "onnx, safetensors or web.")
    private String format = "";

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            description = "Run folder, checkpoint folder, .safetensors, .ckpt or .pt; or random (untrained, --seed)."
                    + " Default: the encoder that the head of --probe was fitted on.")
    private @Nullable String checkpoint;

    @Option(
            names = "--probe",
            paramLabel = "DIR",
            description =
                    "Folder with head.safetensors: of 'clmr linear-eval --out', or of 'clmr import'. Needed by web."
                            + " Default: none, the encoder alone.")
    private @Nullable Path probe;

    @Option(
            names = {"--licence", "--license"},
            paramLabel = "NAME",
            description = "Licence of the weights for the model card, such as CC-BY-4.0. Default: not stated.")
    private @Nullable String licence;

    @Option(
            names = "--runtime",
            paramLabel = "DIR",
            description =
                    "Folder 'dist' of the npm package onnxruntime-web. Default: the one this program was built with.")
    private @Nullable Path runtime;

    @Option(names = "--force", description = "Overwrite what is there already.")
    private boolean force;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    ExportCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        Format as = format();
        Path target = target(as);
        if (checkpoint == null && probe == null) {
            throw new UsageException("neither --checkpoint nor --probe is given, expected at least one");
        }
        if (as == Format.WEB && probe == null) {
            throw new UsageException("--format web needs --probe, since the page shows tags");
        }
        Optional<HeadChoice> head =
                probe == null ? Optional.empty() : Optional.of(HeadChoice.of(probe, given(), options));
        EncoderChoice encoder = head.isPresent() ? head.get().encoder() : encoder();
        Optional<SavedHead> fitted = Optional.empty();
        if (head.isPresent()) {
            head.get().requireFit();
            fitted = Optional.of(head.get().head());
        }
        write(as, target, encoder.weights(), fitted);
        print(asJson(as, target, encoder, fitted), asText(as, target, encoder, fitted));
        return ExitCode.DONE;
    }

    private Format format() {
        for (Format known : Format.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(format)) {
                return known;
            }
        }
        throw new UsageException("--format is '" + format + "', expected onnx, safetensors or web");
    }

    private Path target(Format as) throws IOException {
        if ((positional == null) == (out == null)) {
            throw new UsageException("expected one place to write to, as OUT or as --out, found "
                    + (out == null ? "none" : "two: " + positional + " and " + out));
        }
        Path target = positional == null ? Objects.requireNonNull(out) : positional;
        if (as == Format.ONNX) {
            OutputCheck.file(target);
            if (Files.exists(target) && !force) {
                throw new InputException(
                        target + " is there already; choose another name, or overwrite it with --force");
            }
            return target;
        }
        if (Files.exists(target.resolve(RunLayout.CHECKPOINTS)) || Files.exists(target.resolve(RunLayout.LATEST))) {
            throw new InputException(target + " is a run folder; choose another folder");
        }
        OutputCheck.folder(target);
        if (Files.isDirectory(target) && !force && !isEmpty(target)) {
            throw new InputException(target + " is there already and not empty; choose another folder, or write into it"
                    + " with --force");
        }
        return target;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.findAny().isEmpty();
        }
    }

    private Optional<String> given() {
        return Optional.ofNullable(checkpoint);
    }

    private EncoderChoice encoder() throws IOException {
        String text = given().orElseThrow();
        EncoderChoice.requireWeightsOrRandom(text);
        return EncoderChoice.of(text, options, List.of());
    }

    private void write(Format as, Path target, Checkpoint weights, Optional<SavedHead> head) throws IOException {
        switch (as) {
            case ONNX -> (head.isPresent() ? OnnxModel.of(weights, head.get()) : OnnxModel.of(weights)).write(target);
            case SAFETENSORS ->
                SafetensorsExport.write(
                        target,
                        weights,
                        head,
                        ModelCard.of(weights, head, Optional.ofNullable(probe), Optional.ofNullable(licence)));
            case WEB ->
                WebPage.write(
                        target,
                        weights,
                        head.orElseThrow(),
                        runtime == null ? WebRuntime.bundled() : WebRuntime.of(runtime));
        }
    }

    private static Map<String, Object> asJson(Format as, Path target, EncoderChoice encoder, Optional<SavedHead> head) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", as.name().toLowerCase(Locale.ROOT));
        json.put("out", target.toString());
        json.put("checkpoint", encoder.text());
        json.put("width", encoder.config().pretrain().model().width());
        json.put("sample_rate_hz", encoder.config().pretrain().model().sampleRateHz());
        json.put("samples", encoder.config().pretrain().model().samples());
        json.put("tags", head.map(SavedHead::tags).orElse(List.of()));
        return json;
    }

    private static String asText(Format as, Path target, EncoderChoice encoder, Optional<SavedHead> head) {
        String what = head.map(values -> "encoder and head for " + values.tags().size() + " tags")
                .orElse("encoder");
        String hint = as == Format.WEB ? "; open " + target.resolve("index.html") + " in a browser" : "";
        return target + ": " + what + " of " + encoder.text() + hint;
    }
}
