package io.clmr.eval.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Comma-separated values as RFC 4180 has them. */
public final class Csv {
    private Csv() {}

    /** Returns a line with its end. */
    public static String line(List<String> fields) {
        return fields.stream().map(Csv::quote).collect(Collectors.joining(",")) + "\n";
    }

    public static String quote(String field) {
        boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }

    /** Reads the fields of the next line, which may hold line ends within quotes; nothing at the end. */
    public static Optional<List<String>> read(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            return Optional.empty();
        }
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int n = 0;
        while (true) {
            if (n == line.length()) {
                if (!quoted) {
                    fields.add(field.toString());
                    return Optional.of(fields);
                }
                String next = reader.readLine();
                if (next == null) {
                    throw new EmbedException("a line ends within quotes: " + line);
                }
                field.append('\n');
                line = next;
                n = 0;
                continue;
            }
            char c = line.charAt(n++);
            if (c == '"' && quoted && n < line.length() && line.charAt(n) == '"') {
                field.append('"');
                n++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
    }
}
