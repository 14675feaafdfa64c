package io.clmr.eval.similar;

import io.clmr.data.audio.AudioSelection;
import io.clmr.eval.embed.EmbedConfig;
import io.clmr.eval.embed.EmbedConfig.ShortFiles;
import io.clmr.eval.embed.EncoderSource;
import io.clmr.eval.embed.JournalContent;
import io.clmr.eval.embed.Pool;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a catalogue was embedded, as far as its journal says.
 *
 * @param fingerprint of the encoder
 * @param embedding how files became rows
 * @param source where the encoder came from
 */
public record Origin(String fingerprint, EmbedConfig embedding, Optional<EncoderSource> source) {

    /** Reads what a journal says; empty if there is none, as with a matrix of somebody else's. */
    static Optional<Origin> of(Optional<JournalContent> journal) {
        try {
            return journal.map(content -> new Origin(
                    content.settings().getOrDefault("encoder", ""), embedding(content.settings()), content.source()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // of a version with other settings
        }
    }

    private static EmbedConfig embedding(Map<String, String> settings) {
        double hop = Double.parseDouble(settings.getOrDefault("hop_samples", "0"))
                / Double.parseDouble(settings.getOrDefault("sample_rate_hz", "0"));
        return new EmbedConfig(
                OptionalDouble.of(hop),
                ShortFiles.valueOf(settings.getOrDefault("short", "")),
                Pool.valueOf(settings.getOrDefault("pool", "")),
                AudioSelection.of(settings));
    }
}
