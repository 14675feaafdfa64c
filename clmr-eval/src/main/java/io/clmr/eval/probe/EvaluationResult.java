package io.clmr.eval.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an evaluation gives.
 *
 * @param report the figures
 * @param predictions what they were computed from
 */
public record EvaluationResult(EvaluationReport report, Predictions predictions) {
    /** Writes {@code report.json} into a folder, which is made if need be. */
    public void writeReport(Path folder) throws IOException {
        Files.createDirectories(folder);
        report.write(folder.resolve("report.json"));
    }
}
