package io.clmr.lab.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code sweep.json}: which cells there are, and the command lines that worked on them. */
final class SweepRecord {

    /**
     * A cell as it was written.
     *
     * @param row its name without the seed
     * @param series the same without the value on the figures' axis
     * @param x that value; empty if there is no axis
     */
    record Line(
            CellKeys keys,
            String row,
            String series,
            String x,
            String encoder,
            Map<String, String> settings,
            long seed) {}

    private final SweepFolder folder;

    SweepRecord(SweepFolder folder) {
        this.folder = folder;
    }

    void write(SweepPlan plan, List<Cell> cells, List<CellKeys> keys, List<String> command) throws IOException {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("name", plan.name());
        String axis = plan.axis().orElse("");
        record.put("x", axis);
        List<List<String>> commands = commands();
        if (!commands.contains(command)) {
            commands.add(command);
        }
        record.put("commands", commands);
        List<Object> lines = new ArrayList<>();
        for (int n = 0; n < cells.size(); n++) {
            Cell cell = cells.get(n);
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("cell", keys.get(n).cell());
            line.put("encoder_key", keys.get(n).encoder());
            line.put("row", plan.rowName(cell, ""));
            line.put("series", plan.rowName(cell, axis));
            line.put("x", cell.axes().getOrDefault(axis, ""));
            line.put("encoder", cell.encoder());
            Map<String, String> settings = new LinkedHashMap<>(cell.settings());
            cell.training().forEach((key, value) -> settings.put("pretrain." + key, value));
            line.put("settings", settings);
            line.put("seed", cell.seed());
            lines.add(line);
        }
        record.put("cells", lines);
        folder.record(record);
    }

    String name() throws IOException {
        return folder.record().path("name").asText("sweep");
    }

    /** Returns the key on the figures' axis; empty if there is none. */
    String axis() throws IOException {
        return folder.record().path("x").asText("");
    }

    List<List<String>> commands() throws IOException {
        List<List<String>> commands = new ArrayList<>();
        for (JsonNode command : folder.record().path("commands")) {
            List<String> words = new ArrayList<>();
            command.forEach(word -> words.add(word.asText()));
            commands.add(words);
        }
        return commands;
    }

    List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (JsonNode line : folder.record().path("cells")) {
            Map<String, String> settings = new LinkedHashMap<>();
            line.path("settings")
                    .properties()
                    .forEach(field ->
                            settings.put(field.getKey(), field.getValue().asText()));
            lines.add(new Line(
                    new CellKeys(
                            line.path("encoder_key").asText(), line.path("cell").asText()),
                    line.path("row").asText(),
                    line.path("series").asText(),
                    line.path("x").asText(),
                    line.path("encoder").asText(),
                    settings,
                    line.path("seed").asLong()));
        }
        return lines;
    }
}
