package io.clmr.cli;

import io.clmr.eval.embed.Shard;
import io.clmr.lab.reproduce.Published;
import io.clmr.lab.reproduce.PublishedTable;
import io.clmr.lab.reproduce.Reproduction;
import io.clmr.lab.reproduce.ResultsFile;
import io.clmr.lab.sweep.SweepOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clmr reproduce}: a table of the paper, ours beside the published one. */
@Command(
        name = "reproduce",
        headerHeading = "Examples:%n",
        header = {
            "  clmr reproduce augmentations --no-run                     # what was run, beside the paper's figures",
            "  clmr reproduce batch --set dataset.root=DATA --dry-run    # what would be run, and how long",
            "  clmr reproduce main --scale paper --device gpu            # on MagnaTagATune, as the paper",
            "  clmr reproduce complexity --figure figure1.png            # parameters and multiply-adds",
            ""
        },
        description = {
            "Prints a table of the paper: our scores with 95 %% intervals, the published ones, and what each was measured on.",
            "What is missing of ours is run first: the sweep behind the table, configs/paper/NAME.yaml or its small twin. It"
                    + " may be stopped at any time; started again it goes on."
        })
final class ReproduceCommand extends ClmrCommand {

    private static final String COMPLEXITY = "complexity";

    enum Scale {
        SMALL,
        PAPER
    }

    @Parameters(
            paramLabel = "TABLE",
            description =
                    "main, transfer, batch, epochs, rate, temperature, labels, augmentations, probability, pairs, projection,"
                            + " beyond or complexity.")
    private String table = "";

    @Option(
            names = "--scale",
            paramLabel = "SCALE",
            description = "small: a CPU, under two hours; paper: the paper's settings on its data. Default: small.")
    private Scale scale = Scale.SMALL;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the sweep. Default: runs/NAME of the sweep.")
    private @Nullable Path out;

    @Option(
            names = "--no-run",
            description = "Run nothing: show what the folder of the sweep has, or else results/ of the checkout.")
    private boolean noRun;

    @Option(names = "--dry-run", description = "Run nothing: list what would be run, with the time it will take.")
    private boolean dryRun;

    @Option(names = "--figure", paramLabel = "X.png", description = "Of complexity: where to draw the figure.")
    private @Nullable Path figure;

    @Mixin
    private SweepOptions options = new SweepOptions();

    ReproduceCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        options.check();
        Published published = Published.load();
        if (table.equals(COMPLEXITY)) {
            return complexity(published);
        }
        if (figure != null) {
            throw new UsageException("--figure is of '" + COMPLEXITY + "' alone, expected a table without it; the page"
                    + " report.html of the sweep has figures");
        }
        PublishedTable wanted = wanted(published);
        String name = scale == Scale.PAPER ? wanted.sweep() : wanted.smallSweep();
        Path file = Checkout.resolve("configs/paper/" + name + ".yaml");
        int code = ExitCode.DONE;
        Optional<Path> results;
        if (noRun) {
            results = found(out != null ? out : Path.of("runs", name), name);
        } else {
            SweepRun sweep = SweepRun.open(session(), options, file, out, typed());
            if (dryRun) {
                SweepListing listing = sweep.listing();
                print(listing.json(), listing.text());
                return ExitCode.DONE;
            }
            SweepOutcome outcome = sweep.run(Shard.all());
            code = outcome.failed() > 0 ? ExitCode.FINDINGS : ExitCode.DONE;
            results = Optional.of(sweep.folder().resolve("results.csv"));
        }
        show(wanted, name, results);
        return session().interruption().requested() ? ExitCode.INTERRUPTED : code;
    }

    private PublishedTable wanted(Published published) {
        if (published.names().contains(table)) {
            return published.table(table);
        }
        List<String> known = new ArrayList<>(published.names());
        known.add(COMPLEXITY);
        throw new UsageException("'" + table + "' is no table, expected one of " + String.join(", ", known));
    }

    private static Optional<Path> found(Path folder, String name) {
        return List.of(folder.resolve("results.csv"), Checkout.resolve("results/" + name + ".csv")).stream()
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private void show(PublishedTable wanted, String sweep, Optional<Path> results) throws IOException {
        ResultsFile ours = results.isPresent() ? ResultsFile.read(results.get()) : new ResultsFile(List.of(), 0);
        Reproduction reproduction = Reproduction.of(wanted, ours.rows());
        List<String> notes = new ArrayList<>();
        if (ours.unfinished() > 0) {
            notes.add(ours.unfinished() + " runs of the sweep have no score yet.");
        }
        if (!wanted.notKnown().isEmpty()) {
            notes.add("Published, but not known to us: " + String.join("; ", wanted.notKnown()) + ".");
        }
        notes.add(scaleNote(sweep, reproduction.hasOurs()));
        ReproductionText text = new ReproductionText(reproduction, notes);
        print(text.json(scale.name().toLowerCase(Locale.ROOT), sweep, results), text.text());
    }

    private String scaleNote(String sweep, boolean hasOurs) {
        String file = "configs/paper/" + sweep + ".yaml";
        if (scale == Scale.PAPER) {
            return hasOurs ? "Run at paper scale (" + file + ")." : "Not run at paper scale (" + file + ").";
        }
        if (!hasOurs) {
            return "Not run (" + file
                    + "), nor at paper scale; without --no-run it is run, with --dry-run first listed.";
        }
        return "Small scale (" + file
                + "): not run at paper scale. Scores of other data and lengths cannot be compared with the"
                + " published ones, only what rises and what falls.";
    }

    private int complexity(Published published) throws IOException {
        ComplexityTable found = ComplexityTable.compute(published, Checkout.resolve("results"));
        if (figure != null) {
            OutputCheck.file(figure);
            found.draw(figure);
        }
        print(found.json(), found.text());
        return ExitCode.DONE;
    }
}
