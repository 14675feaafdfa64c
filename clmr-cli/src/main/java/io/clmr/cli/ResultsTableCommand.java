package io.clmr.cli;

import io.clmr.base.files.WholeFile;
import io.clmr.lab.reproduce.ResultsMarkdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code clmr results-table}: brings the tables of results up to date; of use to who works on this program alone. */
@Command(
        name = "results-table",
        hidden = true,
        headerHeading = "Example:%n",
        header = {"  clmr results-table", ""},
        description = "Writes the tables of results/*.csv into the places of a text that name them.")
final class ResultsTableCommand extends ClmrCommand {

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "A text. Default: README.md and results/README.md of the checkout.")
    private List<Path> files = List.of(Checkout.resolve("README.md"), Checkout.resolve("results/README.md"));

    @Option(names = "--results", paramLabel = "DIR", description = "The CSVs. Default: results of the checkout.")
    private Path results = Checkout.resolve("results");

    ResultsTableCommand(Session session) {
        super(session);
    }

    @Override
    int run() throws IOException {
        for (Path file : files) {
            bringUpToDate(file);
        }
        return ExitCode.DONE;
    }

    private void bringUpToDate(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isDirectory(results)) {
            throw new InputException(file + " and " + results + " are expected, and at least one is not there");
        }
        String before = Files.readString(file);
        String after = ResultsMarkdown.updated(before, results);
        if (!after.equals(before)) {
            WholeFile.writeText(file, after);
        }
        console().say(file + (after.equals(before) ? ": is up to date" : ": brought up to date"));
    }
}
