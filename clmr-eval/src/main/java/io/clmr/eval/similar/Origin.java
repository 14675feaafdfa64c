package io.clmr.eval.similar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.clmr.data.audio.AudioSelection;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import io.clmr.eval.embed.EncoderSource;
import io.clmr.eval.embed.Pool;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a catalogue was embedded, as far as its journal says.
 *
 * @param fingerprint of the encoder
 * @param embedding how files became rows
 * @param source where the encoder came from
 */
public record Origin(String fingerprint, EmbedConfig embedding, Optional<EncoderSource> source) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads the journal beside a matrix; empty if there is none, as with a matrix of somebody else's. */
    static Optional<Origin> of(Path matrixFile) throws IOException {
        Path journal = Path.of(matrixFile + ".journal");
        if (!Files.exists(journal)) {
            return Optional.empty();
        }
        try (BufferedReader lines = Files.newBufferedReader(journal)) {
            JsonNode settings = JSON.readTree(String.valueOf(lines.readLine()));
            if (!settings.hasNonNull("encoder")) {
                return Optional.empty();
            }
            String second = lines.readLine();
            JsonNode source = JSON.readTree(second == null ? "{}" : second);
            return Optional.of(new Origin(
                    settings.get("encoder").asText(),
                    embedding(settings),
                    source.hasNonNull("checkpoint") ? Optional.of(source(source)) : Optional.empty()));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty(); // cut off, or not a journal: as good as none
        }
    }

    private static EncoderSource source(JsonNode line) {
        return new EncoderSource(
                line.get("checkpoint").asText(),
                line.hasNonNull("seed") ? OptionalLong.of(line.get("seed").asLong()) : OptionalLong.empty());
    }

    private static EmbedConfig embedding(JsonNode settings) {
        double hop = settings.path("hop_samples").asDouble()
                / settings.path("sample_rate_hz").asDouble();
        Map<String, String> texts = new HashMap<>();
        settings.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return new EmbedConfig(
                OptionalDouble.of(hop),
                ShortFiles.valueOf(settings.path("short").asText()),
                Pool.valueOf(settings.path("pool").asText()),
                AudioSelection.of(texts));
    }
}
