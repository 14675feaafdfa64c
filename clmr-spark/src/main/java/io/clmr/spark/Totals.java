package io.clmr.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums over rounds.
 *
 * @param embedded files with rows
 * @param failed files without
 * @param audioMillis of the files with rows
 * @param encoders how often an encoder was opened: once in each executor, if none was lost
 */
record Totals(long embedded, long failed, long rows, long audioMillis, long encoders) {

    static Totals none() {
        return new Totals(0, 0, 0, 0, 0);
    }

    static Totals of(Counters counters) {
        return new Totals(
                counters.embedded().value(),
                counters.failed().value(),
                counters.rows().value(),
                counters.audioMillis().value(),
                counters.encoders().value());
    }

    static Totals of(Map<String, Long> map) {
        return new Totals(
                map.getOrDefault("files", 0L),
                map.getOrDefault("failed", 0L),
                map.getOrDefault("rows", 0L),
                map.getOrDefault("audio_ms", 0L),
                map.getOrDefault("encoders", 0L));
    }

    Map<String, Long> asMap() {
        return new TreeMap<>(Map.of(
                "files", embedded,
                "failed", failed,
                "rows", rows,
                "audio_ms", audioMillis,
                "encoders", encoders));
    }

    Totals plus(Totals other) {
        return new Totals(
                embedded + other.embedded,
                failed + other.failed,
                rows + other.rows,
                audioMillis + other.audioMillis,
                encoders + other.encoders);
    }

    String json(String out, double seconds) throws JsonProcessingException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("out", out);
        result.putAll(asMap());
        result.put("seconds", seconds);
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result);
    }

    String text(String out, double seconds) {
        return String.format(
                Locale.ROOT,
                "%s: %d rows from %d files (%.2f h of audio) in %.0f s%s",
                out,
                rows,
                embedded,
                audioMillis / 3.6e6,
                seconds,
                failed == 0 ? "" : "; " + failed + " files have no rows, see " + out + "/errors");
    }
}
