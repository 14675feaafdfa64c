package io.clmr.lab.report;

import io.clmr.base.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** Makes one HTML page that needs nothing beside it, neither files nor a network. */
public final class Report {

    private final ReportContents contents;
    private final Comparison comparison;

    /**
     * @param mixProtocols whether scores of unlike protocols may stand in one column, whose head then says so
     * @throws IllegalArgumentException if there is nothing to show
     */
    public Report(ReportContents contents, boolean mixProtocols) {
        if (contents.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to report, expected a run, an evaluation or a map");
        }
        this.contents = contents;
        comparison = Comparison.of(contents.entries(), mixProtocols);
    }

    /** Returns one line about unlike protocols; empty if all scores may be compared. */
    public String remark() {
        return comparison.remark();
    }

    /** Writes the page. */
    public void write(Path file, ReportHead head) throws IOException {
        WholeFile.writeText(file, new ReportPage(contents, head, comparison).write());
    }
}
