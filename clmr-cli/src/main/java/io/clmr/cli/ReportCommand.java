package io.clmr.cli;

import io.clmr.base.files.UserPath;
import io.clmr.lab.report.Report;
import io.clmr.lab.report.ReportContents;
import io.clmr.lab.report.ReportHead;
import io.clmr.lab.report.ReportInputs;
import io.clmr.lab.sweep.SweepResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr report}: one page that shows what runs learnt and what evaluations scored. */
@Command(
        name = "report",
        headerHeading = "Examples:%n",
        header = {
            "  clmr report quickstart --out quickstart.html",
            "  clmr report runs/a trained=runs/a/eval untrained=eval-random-bn --out a.html",
            "  clmr report music.npy --config configs/mtat.yaml --out map.html",
            ""
        },
        description = {
            "Writes one HTML page that needs neither network nor other files: curves of the training, scores with"
                    + " intervals, tags, label efficiency, a map of embeddings, passports, configurations, commands.",
            "Scores of unlike protocols never share a column unless --mix-protocols says so."
        })
final class ReportCommand extends ClmrCommand {

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR|NAME=DIR",
            description =
                    "Run folder, folder with a report.json, folder of a sweep, or an .npy that 'clmr embed' wrote; or"
                            + " a folder of such, as quickstart leaves one. NAME is what the page calls it; evaluations of one name"
                            + " and protocol are taken as seeds of one encoder.")
    private List<String> inputs = new ArrayList<>();

    @Option(names = "--out", paramLabel = "X.html", required = true, description = "Where to write the page.")
    private Path out = Path.of("");

    @Option(names = "--title", paramLabel = "TEXT", description = "Headline. Default: the names of the inputs.")
    private @Nullable String title;

    @Option(
            names = "--mix-protocols",
            description = "Put scores of unlike protocols into one column; its head then says so.")
    private boolean mixProtocols;

    @Option(
            names = "--map-tracks",
            paramLabel = "N",
            description = "Tracks a map shows at most; of more, N are drawn at random. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2000")
    private int mapTracks = 2000;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    ReportCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        if (mapTracks < 5) {
            throw new UsageException("--map-tracks is " + mapTracks + ", expected 5 or more");
        }
        OutputCheck.file(out);
        List<Named> named = inputs.stream().map(this::named).toList();
        List<Path> paths = named.stream().map(Named::path).toList();
        ReportInputs reading = new ReportInputs(TagsOfFiles.of(options, paths, console()), mapTracks);
        for (Named input : named) {
            session().interruption().check();
            if (SweepResults.isSweep(input.path())) {
                reading.add(SweepResults.read(input.path()).contents());
            } else {
                reading.add(input.name(), input.path());
            }
        }
        ReportContents contents = reading.contents();
        Report report = new Report(contents, mixProtocols);
        String headline = title != null
                ? title
                : named.stream().map(Named::name).distinct().collect(Collectors.joining(", "));
        report.write(
                out,
                new ReportHead(
                        headline,
                        LocalDate.now(ZoneId.systemDefault()).toString(),
                        "clmr " + RootCommand.Version.number(),
                        typed()));
        if (!report.remark().isEmpty()) {
            console().say("clmr: " + report.remark() + (mixProtocols ? "" : "; --mix-protocols puts them into one"));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("out", out.toString());
        json.put("runs", contents.runs().size());
        json.put("evaluations", contents.entries().size());
        json.put("maps", contents.maps().size());
        json.put("bytes", Files.size(out));
        print(
                json,
                out + ": " + count(contents.runs().size(), "run") + ", "
                        + count(contents.entries().size(), "evaluation") + ", "
                        + count(contents.maps().size(), "map"));
        return ExitCode.DONE;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private record Named(String name, Path path) {}

    /** A path may itself have an equals sign, so what is there under the whole text is that. */
    private Named named(String input) {
        int equals = input.indexOf('=');
        boolean whole = equals < 1 || Files.exists(UserPath.of(input));
        Path path = UserPath.of(whole ? input : input.substring(equals + 1));
        return new Named(whole ? lastNames(path) : input.substring(0, equals), path);
    }

    private String lastNames(Path path) {
        String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
        long same = inputs.stream()
                .filter(other -> UserPath.of(other).endsWith(name))
                .count();
        return same > 1 ? path.normalize().toString() : name;
    }
}
