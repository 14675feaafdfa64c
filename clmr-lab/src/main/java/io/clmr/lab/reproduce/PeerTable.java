package io.clmr.lab.reproduce;

import io.clmr.eval.embed.Csv;
import io.clmr.lab.report.ReportException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluations by several programs, side by side.
 *
 * @param lines the lines of the file, by column
 */
record PeerTable(List<Map<String, String>> lines) {

    private static final List<String> NEEDED = List.of("who", "encoder", "head", "roc_auc", "pr_auc");

    PeerTable {
        lines = List.copyOf(lines);
    }

    /**
     * Reads a file with the columns who, encoder, head, roc_auc and pr_auc, and intervals in roc_low, roc_high, pr_low, pr_high.
     *
     * @throws ReportException if columns are missing
     */
    static PeerTable read(Path csv) throws IOException {
        List<Map<String, String>> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(csv)) {
            List<String> head = Csv.read(reader).orElse(List.of());
            if (!head.containsAll(NEEDED)) {
                throw new ReportException(csv + ": the columns are " + String.join(", ", head) + ", expected "
                        + String.join(", ", NEEDED) + " among them");
            }
            for (Optional<List<String>> next = Csv.read(reader); next.isPresent(); next = Csv.read(reader)) {
                Map<String, String> line = new LinkedHashMap<>();
                for (int i = 0; i < Math.min(head.size(), next.get().size()); i++) {
                    line.put(head.get(i), next.get().get(i));
                }
                lines.add(line);
            }
        }
        return new PeerTable(lines);
    }

    /** Returns a row an encoder and head, two columns a program. */
    String markdown() {
        Set<String> programs = new LinkedHashSet<>();
        Set<List<String>> rows = new LinkedHashSet<>();
        for (Map<String, String> line : lines) {
            programs.add(line.getOrDefault("who", ""));
            rows.add(key(line));
        }
        StringBuilder text = new StringBuilder("| encoder | probe |");
        programs.forEach(program -> text.append(" ROC-AUC, ")
                .append(program)
                .append(" | PR-AUC, ")
                .append(program)
                .append(" |"));
        text.append("\n|---|---|").append("---|---|".repeat(programs.size())).append("\n");
        for (List<String> row : rows) {
            text.append("| ")
                    .append(row.get(0))
                    .append(" | ")
                    .append(row.get(1))
                    .append(" |");
            for (String program : programs) {
                Map<String, String> line = find(program, row);
                text.append(" ")
                        .append(score(line, "roc"))
                        .append(" | ")
                        .append(score(line, "pr"))
                        .append(" |");
            }
            text.append("\n");
        }
        return text.toString();
    }

    private static List<String> key(Map<String, String> line) {
        return List.of(line.getOrDefault("encoder", ""), line.getOrDefault("head", ""));
    }

    private Map<String, String> find(String program, List<String> key) {
        return lines.stream()
                .filter(line -> program.equals(line.get("who")) && key(line).equals(key))
                .findFirst()
                .orElse(Map.of());
    }

    private static String score(Map<String, String> line, String metric) {
        String low = line.getOrDefault(metric + "_low", "");
        String interval = low.isEmpty() ? "" : " [" + low + ", " + line.getOrDefault(metric + "_high", "") + "]";
        return line.getOrDefault(metric + "_auc", "") + interval;
    }
}
