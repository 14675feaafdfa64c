package io.clmr.lab.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run folder tells of its training.
 *
 * @param name what the page calls it
 * @param curves points of every figure that was logged, by its name
 * @param config its {@code config.yaml}
 * @param values the same, one value a key
 * @param commands the command lines that worked on it, oldest first
 * @param facts version, machine and the like of the last session, by name
 */
public record RunHistory(
        String name,
        Map<String, Curve> curves,
        String config,
        Map<String, String> values,
        List<List<String>> commands,
        Map<String, String> facts) {

    static final String FILE = "run.json";
    private static final String METRICS = "metrics.jsonl";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A figure over the steps; both lists are of one length. */
    public record Curve(List<Long> steps, List<Double> values) {
        public Curve {
            steps = List.copyOf(steps);
            values = List.copyOf(values);
        }
    }

    /**
     * Reads a run folder; one that still trains is read as far as it is.
     *
     * @throws ReportException if it is not one
     */
    public static RunHistory read(String name, Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        JsonNode run = ReportJson.object(file);
        Map<String, String> values = new LinkedHashMap<>();
        run.path("config")
                .properties()
                .forEach(field -> values.put(field.getKey(), field.getValue().asText()));
        List<List<String>> commands = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        for (JsonNode session : run.path("sessions")) {
            List<String> command = new ArrayList<>();
            session.path("command").forEach(word -> command.add(word.asText()));
            commands.add(command);
            facts.put("started", session.path("started").asText());
            facts.put("version", session.path("version").asText());
            session.path("machine")
                    .properties()
                    .forEach(field -> facts.put(field.getKey(), field.getValue().asText()));
        }
        Path config = folder.resolve("config.yaml");
        return new RunHistory(
                name,
                curves(folder.resolve(METRICS)),
                Files.isRegularFile(config) ? new String(Files.readAllBytes(config), StandardCharsets.UTF_8) : "",
                values,
                commands,
                facts);
    }

    private static Map<String, Curve> curves(Path file) throws IOException {
        Map<String, List<Long>> steps = new LinkedHashMap<>();
        Map<String, List<Double>> values = new LinkedHashMap<>();
        if (Files.isRegularFile(file)) {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    take(line, steps, values);
                }
            }
        }
        Map<String, Curve> curves = new LinkedHashMap<>();
        steps.forEach((name, at) -> curves.put(name, new Curve(at, values.getOrDefault(name, List.of()))));
        return curves;
    }

    private static void take(String line, Map<String, List<Long>> steps, Map<String, List<Double>> values) {
        JsonNode figures;
        try {
            figures = JSON.readTree(line);
        } catch (JacksonException e) {
            return; // the last line of a run that is being written, or that was killed
        }
        long step = figures.path("step").asLong(-1);
        figures.properties().forEach(field -> {
            double value = field.getValue().asDouble(Double.NaN);
            if (step >= 0 && Double.isFinite(value) && !field.getKey().equals("step")) {
                steps.computeIfAbsent(field.getKey(), key -> new ArrayList<>()).add(step);
                values.computeIfAbsent(field.getKey(), key -> new ArrayList<>()).add(value);
            }
        });
    }
}
