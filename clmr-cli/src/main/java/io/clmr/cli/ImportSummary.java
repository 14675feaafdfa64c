package io.clmr.cli;

import io.clmr.base.files.PrintableText;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.ImportedCheckpoint;
import io.clmr.core.checkpoint.ImportedCheckpoint.Ignored;
import io.clmr.core.model.ModelConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an import says of itself.
 *
 * @param file that was read
 * @param imported what was in it
 * @param written what became of it
 */
record ImportSummary(Path file, ImportedCheckpoint imported, Checkpoint written) {

    private static final int NAMES_SHOWN = 3;

    /** Returns all of it under its names in JSON. */
    Map<String, Object> asJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file.toString());
        json.put("format", imported.format().description());
        json.put("out", written.file().toString());
        json.put("encoder", written.config().encoder());
        json.put("width", written.config().width());
        json.put("sample_rate_hz", written.config().sampleRateHz());
        json.put("samples", written.config().samples());
        if (written.hasProjector()) {
            json.put("projection_dim", written.config().projectionDim());
        }
        written.normalization().ifPresent(samples -> json.put("normalization", samples));
        json.put("tensors", written.weights().size());
        json.put("parameters", parameters());
        json.put("ignored", imported.ignored());
        return json;
    }

    /** Returns it for people to read; what was left out is grouped by reason. */
    String asText() {
        ModelConfig config = written.config();
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s: %s, %d tensors%n",
                file,
                imported.format().description(),
                written.weights().size()));
        text.append(String.format(
                Locale.ROOT,
                "  encoder    %s, width %s, %d Hz, windows of %d samples; %d parameters in all%n",
                config.encoder(),
                config.width(),
                config.sampleRateHz(),
                config.samples(),
                parameters()));
        text.append(
                written.hasProjector()
                        ? "  projection " + config.projectionDim() + " numbers" + System.lineSeparator()
                        : "  projection none in the file" + System.lineSeparator());
        written.normalization()
                .ifPresent(samples -> text.append(String.format(
                        Locale.ROOT, "  samples    minus %s, divided by %s%n", samples.mean(), samples.std())));
        byReason(imported.ignored())
                .forEach((reason, names) ->
                        text.append(String.format(Locale.ROOT, "  left out   %s: %s%n", names(names), reason)));
        return text.append("written to ").append(written.file()).toString();
    }

    private static Map<String, List<String>> byReason(List<Ignored> ignored) {
        Map<String, List<String>> reasons = new LinkedHashMap<>();
        ignored.forEach(one -> reasons.computeIfAbsent(one.reason(), reason -> new ArrayList<>())
                .add(one.name()));
        return reasons;
    }

    private static String names(List<String> names) {
        String first =
                names.stream().limit(NAMES_SHOWN).map(PrintableText::name).collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? first + " and " + (names.size() - NAMES_SHOWN) + " more" : first;
    }

    /** Numbers that training changes: running statistics are none of them. */
    private long parameters() {
        return written.weights().entrySet().stream()
                .filter(entry -> !entry.getKey().matches(".*\\.(running_mean|running_var|num_batches_tracked)"))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
    }
}
