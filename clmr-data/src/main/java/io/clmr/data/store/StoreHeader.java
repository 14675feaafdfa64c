package io.clmr.data.store;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.clmr.data.audio.AudioSelection;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * First line of the index and of the journal.
 *
 * @param format says what this file is
 * @param version of the layout
 * @param sampleRateHz rate of all samples
 * @param minSamples shorter tracks were refused
 * @param sound which sound of the files it holds, as {@link AudioSelection#settings}; not written if it is the default
 */
record StoreHeader(
        String format,
        int version,
        int sampleRateHz,
        int minSamples,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> sound) {
    static final String FORMAT = "clmr-pcm";
    static final int VERSION = 1;

    static StoreHeader of(PrepareOptions options) {
        return new StoreHeader(
                FORMAT,
                VERSION,
                options.sampleRateHz(),
                options.minSamples(),
                options.selection().settings());
    }

    /** Reads a header, also that of a store from before there was a choice of sound. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static StoreHeader of(JsonNode line) {
        Map<String, String> sound = new TreeMap<>();
        line.path("sound")
                .properties()
                .forEach(entry -> sound.put(entry.getKey(), entry.getValue().asText()));
        return new StoreHeader(
                line.path("format").asText(),
                line.path("version").asInt(),
                line.path("sample_rate_hz").asInt(),
                line.path("min_samples").asInt(),
                sound);
    }

    void check(Path folder) throws StoreException {
        if (!format.equals(FORMAT) || version != VERSION) {
            throw new StoreException(
                    folder,
                    "is a store of format " + format + " version " + version + ", expected " + FORMAT + " version "
                            + VERSION + "; delete the folder and run clmr prepare");
        }
    }

    /** Refuses to read a store as something else than it was made as. */
    void check(Path folder, int wantedHz, AudioSelection wanted) throws StoreException {
        if (sampleRateHz != wantedHz) {
            throw new StoreException(
                    folder,
                    "holds audio at " + sampleRateHz + " Hz, expected " + wantedHz
                            + " Hz; use another store.path for that rate, or delete the folder and run clmr prepare");
        }
        if (!sound.equals(wanted.settings())) {
            throw new StoreException(
                    folder,
                    "holds " + AudioSelection.of(sound).text() + ", expected " + wanted.text()
                            + " (dataset.audio_track, dataset.mixdown); use another store.path for that, or delete the"
                            + " folder and run clmr prepare");
        }
    }
}
