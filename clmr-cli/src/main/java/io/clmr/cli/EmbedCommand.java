package io.clmr.cli;

import io.clmr.base.files.PathText;
import io.clmr.base.files.PrintableText;
import io.clmr.cli.console.Durations;
import io.clmr.cli.console.Progress;
import io.clmr.data.list.Exclusions;
import io.clmr.eval.embed.AudioInputs;
import io.clmr.eval.embed.Catalogue;
import io.clmr.eval.embed.CatalogueOptions;
import io.clmr.eval.embed.CatalogueResult;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import io.clmr.eval.embed.Embedder;
import io.clmr.eval.embed.Pool;
import io.clmr.eval.embed.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr embed}: music in, vectors out. */
@Command(
        name = "embed",
        headerHeading = "Examples:%n",
        header = {
            "  clmr embed music/ --checkpoint runs/mtat --out music.npy",
            "  find . -name '*.flac' | clmr embed - --checkpoint runs/mtat --out music.csv --pool mean+std",
            "  clmr embed list.txt --checkpoint runs/mtat --out music.parquet --hop 1 --shard 1/4",
            ""
        },
        description = {
            "Turns audio files into vectors, one a window or one a file. A run that was stopped goes on where it was"
                    + " when it is started again; files that cannot be read are listed beside the output. A file is its real"
                    + " path, size and time: one that changed is embedded again, and its old rows go."
        })
final class EmbedCommand extends ClmrCommand {

    private static final int NAMED = 3;
    private static final List<String> ENDINGS = List.of(".npy", ".csv", ".parquet");

    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description =
                    "Audio files, folders (searched at any depth), lists of paths (.txt, .lst, .m3u, .m3u8), or - for a list"
                            + " on the standard input.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            required = true,
            description = "Run folder, checkpoint folder, .safetensors, .ckpt or .pt; or random (untrained, --seed).")
    private String checkpoint = "";

    @Option(
            names = "--out",
            paramLabel = "X",
            required = true,
            description = ".npy (and .index.csv: row, path, start_s, end_s), .parquet or .csv.")
    private Path out = Path.of("");

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--hop",
            paramLabel = "S",
            description = "Seconds from one window to the next. Default: one window, no overlap.")
    private @Nullable Double hop;

    @Option(
            names = "--short",
            paramLabel = "WHAT",
            description =
                    "Files shorter than a window: skip (they are listed) or pad (with zeros). Default: ${DEFAULT-VALUE}.",
            defaultValue = "skip")
    private String shortFiles = "skip";

    @Option(
            names = "--pool",
            paramLabel = "HOW",
            description = "Over the windows of a file: none, mean or mean+std. Default: ${DEFAULT-VALUE}.",
            defaultValue = "none")
    private String pool = "none";

    @Mixin
    private AudioTrackOption audioTrack = new AudioTrackOption();

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "Leave out files and folders of this name, or of this path below INPUT, such as '*.tmp' or"
                    + " 'Karaoke/**'; may be repeated.")
    private List<String> exclude = new ArrayList<>();

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description = "Take the I-th of N equal parts of the files. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1/1")
    private String shard = "1/1";

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "Name files relative to this folder, so that it may move. Default: absolute paths.")
    private @Nullable Path base;

    @Option(names = "--prune", description = "Drop the rows of files that are gone.")
    private boolean prune;

    @Option(
            names = "--force",
            description = "Start over: overwrite the output and the files beside it, whosever they are.")
    private boolean force;

    @Mixin
    private RetryOptions retry = new RetryOptions();

    EmbedCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        EmbedConfig how = UsageException.checked(
                "--hop",
                () -> new EmbedConfig(
                        hop == null ? OptionalDouble.empty() : OptionalDouble.of(hop),
                        choice("--short", shortFiles, Map.of("skip", ShortFiles.SKIP, "pad", ShortFiles.PAD)),
                        choice(
                                "--pool",
                                pool,
                                Map.of("none", Pool.NONE, "mean", Pool.MEAN, "mean+std", Pool.MEAN_STD))));
        Shard part = UsageException.checked("--shard", () -> Shard.parse(shard));
        if (ENDINGS.stream().noneMatch(out.toString()::endsWith)) {
            throw new UsageException(
                    "--out is " + out + ", expected a name that ends in " + String.join(", ", ENDINGS));
        }
        EncoderChoice.requireWeightsOrRandom(checkpoint);
        Exclusions exclusions = UsageException.checked("--exclude", () -> new Exclusions(exclude));
        AudioInputs.Found found = AudioInputs.search(inputs, System.in, exclusions);
        found.remarks().forEach(remark -> console().say("clmr: " + remark));
        List<Path> files = found.files();
        EncoderChoice encoder = EncoderChoice.of(checkpoint, options, audioTrack.assignments());
        OutputCheck.file(out);
        options.applyThreads();
        CatalogueResult result = embed(encoder, files, how, part);
        print(asJson(result), asText(result));
        return outcome(result);
    }

    private static <T> T choice(String option, String text, Map<String, T> known) {
        T chosen = known.get(text);
        if (chosen == null) {
            throw new UsageException(option + " is '" + text + "', expected one of "
                    + String.join(", ", known.keySet().stream().sorted().toList()));
        }
        return chosen;
    }

    private CatalogueResult embed(EncoderChoice encoder, List<Path> files, EmbedConfig how, Shard part)
            throws IOException {
        CatalogueOptions catalogue = new CatalogueOptions(
                part,
                options.threads().orElse(CatalogueOptions.defaults().decodeThreads()),
                Optional.of(encoder.source()),
                Optional.ofNullable(base),
                prune,
                force,
                retry.forgetsCrashes());
        try (Embedder embedder = new Embedder(
                        encoder.extractor(options.threadsOrAll()),
                        how.withSelection(encoder.config().dataset().audioSelection()));
                Progress progress = console().progress("embed", "files")) {
            return new Catalogue(embedder, catalogue, (done, total, failed, rows, audioSeconds) -> {
                        progress.update(
                                done, total, rows + " rows" + (failed == 0 ? "" : ", " + failed + " files failed"));
                        session().interruption().check();
                    })
                    .embed(files, out);
        }
    }

    private int outcome(CatalogueResult result) {
        warnOfSilence(result.silent());
        if (result.failed().isEmpty()) {
            return ExitCode.DONE;
        }
        CatalogueResult.Failed first = result.failed().get(0);
        String named = PrintableText.of(first.file());
        String reason = first.reason().startsWith(named) ? first.reason() : named + ": " + first.reason();
        if (result.rows() == 0) {
            console().fail("clmr: no file could be embedded; " + reason);
            return ExitCode.INPUT;
        }
        console()
                .warn(result.failed().size() + " files have no rows, such as " + reason + "; the rest is in "
                        + result.errors());
        return ExitCode.DONE;
    }

    /** Silent files keep their rows, which are those of silence. */
    private void warnOfSilence(List<CatalogueResult.Failed> silent) {
        if (!silent.isEmpty()) {
            console()
                    .warn(silent.size() + (silent.size() == 1 ? " file is" : " files are") + " silent, "
                            + silent.stream()
                                    .limit(NAMED)
                                    .map(file -> PrintableText.of(file.file()) + " (" + file.reason() + ")")
                                    .collect(Collectors.joining(", "))
                            + (silent.size() > NAMED ? ", …" : "")
                            + "; their rows stay");
        }
    }

    private Map<String, Object> asJson(CatalogueResult result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", out.toString());
        json.put("rows", result.rows());
        json.put("dim", result.dim());
        json.put("files", result.embedded());
        json.put("reused", result.reused());
        json.put("changed", result.changed());
        json.put("pruned", result.pruned());
        json.put("failed", result.failed().size());
        json.put(
                "silent",
                result.silent().stream().map(file -> PathText.of(file.file())).toList());
        json.put("audio_seconds", result.audioSeconds());
        json.put("seconds", result.seconds());
        return json;
    }

    private String asText(CatalogueResult result) {
        double hours = result.audioSeconds() / 3600;
        return String.format(
                Locale.ROOT,
                "%s: %d rows of %d numbers from %d files (%.2f h of audio) in %s%s%s%s",
                out,
                result.rows(),
                result.dim(),
                result.embedded(),
                hours,
                Durations.text(result.seconds()),
                result.reused() == 0 ? "" : ", and " + result.reused() + " files from before",
                result.changed() == 0 ? "" : "; rows of " + result.changed() + " changed files were replaced",
                result.pruned() == 0 ? "" : "; rows of " + result.pruned() + " files that are gone were dropped");
    }
}
