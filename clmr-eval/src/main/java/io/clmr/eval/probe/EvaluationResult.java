package io.clmr.eval.probe;

import io.clmr.eval.metrics.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an evaluation gives.
 *
 * @param report the figures
 * @param predictions what they were computed from
 * @param head what was fitted, that of the first repeat; empty if it has no layers, as nearest neighbours
 */
public record EvaluationResult(EvaluationReport report, Predictions predictions, Optional<SavedHead> head) {
    /**
     * Writes {@code report.json}, the predictions behind it and, if there is one, {@value SavedHead#FILE} into a folder,
     * which is made if need be.
     */
    public void writeReport(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(SavedHead.FILE)); // an old report's must not stand beside this one
        if (head.isPresent()) {
            head.get().write(folder);
        }
        writePredictions(folder);
        report.write(folder.resolve(EvaluationReport.FILE));
    }

    /** Writes what every figure of the report can be computed from; see {@link Predictions#write}. */
    public void writePredictions(Path folder) throws IOException {
        predictions.write(
                folder,
                new Bootstrap(
                        report.protocol().bootstrapResamples(),
                        report.protocol().seed()));
    }
}
