package io.clmr.lab.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.JsonFile;
import java.io.IOException;
import java.nio.file.Path;

/** Reads what runs and evaluations wrote, for a page. */
final class ReportJson {

    private ReportJson() {}

    /** @throws ReportException if the file does not hold one JSON object */
    static JsonNode object(Path file) throws IOException {
        try {
            return JsonFile.object(file);
        } catch (CheckpointException e) {
            throw new ReportException(String.valueOf(e.getMessage()), e);
        }
    }
}
