package io.clmr.data.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clmr.base.files.PrintableText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Index and journal as text: a header, then one JSON object a line. */
final class TrackLines {
    private static final Logger LOG = LoggerFactory.getLogger(TrackLines.class);
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** What a file held: the header, the tracks, and how many of these were on the disk for certain. */
    record Contents(StoreHeader header, List<StoredTrack> tracks, int synced) {}

    /** A line of the journal: all tracks above it, and their samples, have reached the disk. */
    record Synced(int synced) {}

    private TrackLines() {}

    static String line(Record content) {
        try {
            return JSON.writeValueAsString(content) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of numbers and texts always become JSON", e);
        }
    }

    /** Reads an index, in which every line must be whole. */
    static Contents readIndex(Path folder, Path file) throws IOException {
        List<StoredTrack> tracks = new ArrayList<>();
        int number = 1;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            StoreHeader header = read(String.valueOf(reader.readLine()), StoreHeader.class);
            header.check(folder);
            String line;
            while ((line = reader.readLine()) != null) {
                number++;
                tracks.add(read(line, StoredTrack.class));
            }
            checkApart(folder, tracks);
            return new Contents(header, tracks, tracks.size());
        } catch (JsonProcessingException e) {
            throw damaged(folder, "in line " + number + " (" + e.getOriginalMessage() + ")", e);
        } catch (CharacterCodingException e) {
            throw damaged(folder, "behind line " + number + " (not UTF-8)", e);
        }
    }

    private static StoreException damaged(Path folder, String where, @Nullable Exception cause) {
        return new StoreException(
                folder,
                "index.jsonl is damaged " + where + "; delete it and run clmr prepare, which decodes everything again",
                cause);
    }

    /** Reads one line, which {@code null} is not. */
    private static <T> T read(String line, Class<T> type) throws JsonProcessingException {
        T read = JSON.readValue(line, type);
        if (read == null) {
            throw new JsonMappingException(null, "null, expected an object");
        }
        return read;
    }

    /** Refuses keys that are there twice and samples that belong to two tracks. */
    private static void checkApart(Path folder, List<StoredTrack> tracks) throws StoreException {
        Set<String> keys = new HashSet<>();
        for (StoredTrack track : tracks) {
            if (!keys.add(track.key())) {
                throw damaged(folder, "(" + PrintableText.name(track.key()) + " is there twice)", null);
            }
        }
        List<StoredTrack> placed = tracks.stream()
                .filter(StoredTrack::stored)
                .sorted(Comparator.comparingInt(StoredTrack::shard).thenComparingLong(StoredTrack::offsetBytes))
                .toList();
        for (int i = 1; i < placed.size(); i++) {
            StoredTrack before = placed.get(i - 1);
            StoredTrack track = placed.get(i);
            if (before.shard() == track.shard() && before.endBytes() > track.offsetBytes()) {
                throw damaged(
                        folder,
                        "(the samples of " + PrintableText.name(before.key()) + " and "
                                + PrintableText.name(track.key()) + " overlap)",
                        null);
            }
        }
    }

    /**
     * Reads a journal up to the first line that is not whole: there its writer was killed.
     *
     * @return empty if not even the header is whole
     */
    static Optional<Contents> readJournal(Path folder, Path file) throws IOException {
        List<StoredTrack> tracks = new ArrayList<>();
        int synced = 0;
        String text = Files.readString(file, StandardCharsets.ISO_8859_1); // a cut-off line may end within a character
        int end = text.indexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        StoreHeader header;
        try {
            header = read(utf8(text.substring(0, end)), StoreHeader.class);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        header.check(folder);
        try {
            for (int start = end + 1; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
                String line = utf8(text.substring(start, end));
                if (line.startsWith("{\"synced\":")) {
                    synced = Math.min(read(line, Synced.class).synced(), tracks.size());
                } else {
                    tracks.add(read(line, StoredTrack.class));
                }
            }
        } catch (JsonProcessingException e) {
            LOG.warn("{}: ends in a broken line after {} tracks; going on from there", file, tracks.size());
        }
        return Optional.of(new Contents(header, tracks, synced));
    }

    private static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
