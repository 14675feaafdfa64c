package io.clmr.cli;

import io.clmr.cli.config.LoadedConfig;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code clmr pretrain}: trains an encoder contrastively. */
@Command(
        name = "pretrain",
        headerHeading = "Examples:%n",
        header = {
            "  clmr pretrain --config configs/mtat.yaml --out runs/mtat",
            "  clmr pretrain --config configs/folder.yaml --set dataset.root=/music --split 0.9/0.05/0.05 --group-by artist",
            "  clmr pretrain --resume runs/mtat --set train.max_epochs=3000",
            ""
        },
        description = {
            "Trains an encoder contrastively, without labels. Ctrl-C finishes the step, saves and ends with exit code"
                    + " 130; --resume goes on as if nothing had happened."
        })
final class PretrainCommand extends ClmrCommand {

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private SplitOptions split = new SplitOptions();

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "Folder of the new run. Default: runs/NAME-DATE-TIME, NAME being that of the configuration.")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with the run in this folder.")
    private @Nullable Path resume;

    PretrainCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws Exception {
        if (out != null && resume != null) {
            throw new UsageException("--out " + out + " and --resume " + resume
                    + " are both given, expected one: a new run or an old one");
        }
        Pretraining pretraining = new Pretraining(session(), options, typed());
        Pretraining.Result result = resume != null ? resume(pretraining, resume) : start(pretraining);
        print(asJson(result), asText(result));
        return result.finished() ? ExitCode.DONE : ExitCode.INTERRUPTED;
    }

    private Pretraining.Result start(Pretraining pretraining) throws Exception {
        LoadedConfig loaded = options.load(split.assignments());
        return pretraining.start(loaded.config(), out != null ? out : nameForRun());
    }

    private Pretraining.Result resume(Pretraining pretraining, Path run) throws Exception {
        Optional<Path> file = options.file().isPresent() ? options.file() : Optional.of(RunConfig.of(run));
        return pretraining.resume(
                options.load(file, split.assignments(), Optional.empty()).config(), run);
    }

    private Path nameForRun() {
        String name = options.file()
                .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", ""))
                .orElse("pretrain");
        return Path.of(
                "runs",
                name + "-"
                        + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                                .format(LocalDateTime.now(ZoneId.systemDefault())));
    }

    private static Map<String, Object> asJson(Pretraining.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run", result.run().toString());
        json.put("finished", result.finished());
        json.put("step", result.step());
        json.put("total_steps", result.totalSteps());
        result.last().ifPresent(last -> {
            json.put("loss", last.loss());
            json.put("chance", last.chance());
            json.put("top1", last.topOne());
            last.health().ifPresent(health -> {
                json.put("alignment", health.alignment());
                json.put("uniformity", health.uniformity());
                json.put("effective_rank", health.effectiveRank());
            });
        });
        result.best().ifPresent(best -> json.put("best", best.toString()));
        json.put("seconds", result.seconds());
        return json;
    }

    private static String asText(Pretraining.Result result) {
        String where = result.run() + ": step " + result.step() + " of " + result.totalSteps();
        String loss = result.last()
                        .map(last ->
                                String.format(Locale.ROOT, ", loss %.3f (chance %.3f)", last.loss(), last.chance()))
                        .orElse("")
                + result.best().map(best -> ", best by its probe: " + best).orElse("");
        return result.finished()
                ? where + loss + "; next: " + result.next()
                : where + loss + ", stopped and saved; go on with: " + result.next();
    }
}
