package io.clmr.cli;

import io.clmr.cli.config.SweepFile;
import io.clmr.eval.embed.Shard;
import io.clmr.lab.report.Report;
import io.clmr.lab.report.ReportContents;
import io.clmr.lab.report.ReportHead;
import io.clmr.lab.sweep.Provenance;
import io.clmr.lab.sweep.Sweep;
import io.clmr.lab.sweep.SweepOutcome;
import io.clmr.lab.sweep.SweepResults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sweep in its folder: what is to be done, doing it, and the tables and the page of it. */
final class SweepRun {

    private final Session session;
    private final SweepOptions options;
    private final List<String> typed;
    private final Path folder;
    private final Sweep sweep;

    private SweepRun(Session session, SweepOptions options, SweepFile file, Path folder, List<String> typed)
            throws IOException {
        this.session = session;
        this.options = options;
        this.typed = List.copyOf(typed);
        this.folder = folder;
        SweepCells cells = new SweepCells(
                session,
                file,
                options.overrides(),
                typed,
                Runtime.getRuntime().availableProcessors(),
                folder.resolve("features"));
        sweep = new Sweep(file.plan(), folder, cells);
        options.setThreads();
    }

    /**
     * Reads a sweep and checks every cell before any of them runs.
     *
     * @param out its folder; null: runs/NAME of the sweep
     * @param typed the command line
     */
    static SweepRun open(Session session, SweepOptions options, Path file, @Nullable Path out, List<String> typed)
            throws IOException {
        SweepFile read = options.read(file);
        Path folder = out != null ? out : usualFolder(read);
        OutputCheck.folder(folder);
        return new SweepRun(session, options, read, folder, typed);
    }

    private static Path usualFolder(SweepFile file) {
        return Path.of("runs", file.plan().name().replaceAll("[^A-Za-z0-9._-]+", "-"));
    }

    Path folder() {
        return folder;
    }

    /** Returns the cells with an estimate of the time each will take. */
    SweepListing listing() throws IOException {
        try {
            return new SweepListing(sweep.expected(), options.jobs());
        } finally {
            session.interruption().onRequest(Interruption.NOTHING);
        }
    }

    /** Does what is not done yet. */
    SweepOutcome run(Shard part) throws IOException {
        try {
            Provenance provenance = new Provenance(Checkout.commit().orElse(""), typed);
            SweepOutcome outcome =
                    sweep.run(options.jobs(), part, provenance, new SweepDisplay(session.console(), folder));
            writePage();
            return outcome;
        } finally {
            session.interruption().onRequest(Interruption.NOTHING);
        }
    }

    private void writePage() throws IOException {
        SweepResults results = SweepResults.read(folder);
        results.writeTables();
        ReportContents contents = results.contents();
        if (!contents.isEmpty()) {
            new Report(contents, false)
                    .write(
                            folder.resolve("report.html"),
                            new ReportHead(
                                    results.name(),
                                    LocalDate.now(ZoneId.systemDefault()).toString(),
                                    "clmr " + RootCommand.Version.number(),
                                    typed));
        }
    }
}
