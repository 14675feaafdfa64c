package io.clmr.lab.reproduce;

import io.clmr.eval.embed.Csv;
import io.clmr.lab.report.ReportException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sweep's {@code results.csv} holds: the finished cells, by their row.
 *
 * @param rows in the order of the file
 * @param unfinished lines without a score
 */
public record ResultsFile(List<ResultRow> rows, int unfinished) {

    private static final List<String> NEEDED = List.of("row", "status", "seed", "pr_auc_macro");

    public ResultsFile {
        rows = List.copyOf(rows);
    }

    /**
     * Returns whether a CSV is a sweep's, not some other table.
     *
     * @throws IOException if it cannot be read
     */
    public static boolean isOne(Path csv) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(csv)) {
            return Csv.read(reader).filter(head -> head.containsAll(NEEDED)).isPresent();
        }
    }

    /**
     * Reads a file.
     *
     * @throws ReportException if it is no sweep's
     */
    public static ResultsFile read(Path csv) throws IOException {
        Map<String, List<ResultRow.Run>> rows = new LinkedHashMap<>();
        int unfinished = 0;
        try (BufferedReader reader = Files.newBufferedReader(csv)) {
            List<String> head = Csv.read(reader).orElse(List.of());
            if (!head.containsAll(NEEDED)) {
                throw new ReportException(csv + ": the columns are " + String.join(", ", head)
                        + ", expected a sweep's results.csv, with " + String.join(", ", NEEDED));
            }
            int line = 1;
            for (Optional<List<String>> next = Csv.read(reader); next.isPresent(); next = Csv.read(reader)) {
                line++;
                Map<String, String> fields = fields(csv, line, head, next.get());
                if (fields.getOrDefault("status", "").equals("done")) {
                    rows.computeIfAbsent(fields.getOrDefault("row", ""), row -> new ArrayList<>())
                            .add(run(csv, line, fields));
                } else {
                    unfinished++;
                }
            }
        }
        return new ResultsFile(
                rows.entrySet().stream()
                        .map(entry -> new ResultRow(entry.getKey(), entry.getValue()))
                        .toList(),
                unfinished);
    }

    private static Map<String, String> fields(Path csv, int line, List<String> head, List<String> values)
            throws ReportException {
        if (values.size() != head.size()) {
            throw new ReportException(csv + ":" + line + ": has " + values.size() + " fields, expected the "
                    + head.size() + " of the first line");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < head.size(); i++) {
            fields.put(head.get(i), values.get(i));
        }
        return fields;
    }

    private static ResultRow.Run run(Path csv, int line, Map<String, String> fields) throws ReportException {
        try {
            return ResultRow.Run.of(fields);
        } catch (NumberFormatException e) {
            throw new ReportException(csv + ":" + line + ": " + e.getMessage() + ", expected a number", e);
        }
    }

    /** Returns a row. */
    public Optional<ResultRow> row(String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst();
    }
}
