package io.clmr.cli;

import io.clmr.cli.console.Progress;
import io.clmr.eval.embed.AudioInputs;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.tag.Tagger;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr tag}: what is heard in a song? */
@Command(
        name = "tag",
        headerHeading = "Examples:%n",
        header = {
            "  clmr linear-eval --checkpoint runs/mtat --out runs/mtat/eval",
            "  clmr tag song.mp3 --probe runs/mtat/eval",
            "  clmr tag music/ --probe runs/mtat/eval --hop 1 --top 3 --json",
            ""
        },
        description = "Tags songs by a head that 'clmr linear-eval --out' saved, or a published one that 'clmr import'"
                + " took over: the tags with the highest scores, with --hop also over time. The score of a tag is its"
                + " probability by the head, averaged over the windows of the song as in the evaluation. Files that"
                + " cannot be read are named and do not stop the others.")
final class TagCommand extends ClmrCommand {

    @Parameters(
            arity = "1..*",
            paramLabel = "INPUT",
            description = "Audio files, folders (searched at any depth), or lists of paths (.txt, .lst, .m3u, .m3u8).")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--probe",
            paramLabel = "DIR",
            required = true,
            description = "Folder with head.safetensors: of 'clmr linear-eval --out', or of 'clmr import'.")
    private Path probe = Path.of("");

    @Option(
            names = "--checkpoint",
            paramLabel = "C",
            description =
                    "The encoder the head was fitted on. Default: the weights in DIR, else where DIR says it was.")
    private @Nullable String checkpoint;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "How many tags. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5")
    private int top = 5;

    @Option(
            names = "--hop",
            paramLabel = "S",
            description =
                    "Show tags over time, with S seconds from one window to the next. Default: the whole song only,"
                            + " from windows without overlap.")
    private @Nullable Double hop;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    TagCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        if (top < 1) {
            throw new UsageException("--top is " + top + ", expected 1 or more");
        }
        OptionalDouble seconds = hop == null ? OptionalDouble.empty() : OptionalDouble.of(hop);
        UsageException.checked(
                "--hop",
                () -> new EmbedConfig(
                        seconds,
                        EmbedConfig.defaults().shortFiles(),
                        EmbedConfig.defaults().pool()));
        List<Path> files = AudioInputs.find(inputs);
        HeadChoice chosen = HeadChoice.of(probe, Optional.ofNullable(checkpoint), options);
        options.applyThreads();
        TagReport report = new TagReport(chosen, hop != null, top);
        try (Tagger tagger = new Tagger(
                        chosen.encoder().extractor(options.threadsOrAll()),
                        chosen.head(),
                        seconds,
                        chosen.encoder().config().dataset().audioSelection());
                Progress progress = console().progress("tag", "files")) {
            for (Path file : files) {
                report.add(file, tagger);
                progress.update(report.done(), files.size(), "");
                session().interruption().check();
            }
        }
        return outcome(report);
    }

    private int outcome(TagReport report) {
        if (report.tagged() == 0) {
            console().fail("clmr: no file could be tagged; " + report.failures().get(0));
            return ExitCode.INPUT;
        }
        print(report.asJson(), report.asText());
        report.failures().forEach(console()::warn);
        return ExitCode.DONE;
    }
}
