package io.clmr.eval.features;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clmr.base.files.HeldLock;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.CheckpointException;
import io.clmr.core.checkpoint.Safetensors;
import io.clmr.core.model.HostTensor;
import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps computed features in a folder, one file for each set of clips, windows and encoder.
 *
 * <p>A file's name is a hash of all that decides the features: the encoder's weights and configuration, the choice of
 * windows, and of every clip its key, length and a checksum of its samples. So what is found is what would be computed;
 * anything else has another name. The same text stands in the file and is compared, and a damaged file is computed again.
 */
public final class FeatureCache {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".features.safetensors";
    private static final String LOCK = "features.lock";
    private static final String TENSOR = "features";
    private static final String KEY = "clmr.key";
    private static final String TABLE = "clmr.table";
    private static final String FORMAT = "1";

    private final Optional<Path> folder;

    private FeatureCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** Keeps nothing. */
    public static FeatureCache none() {
        return new FeatureCache(Optional.empty());
    }

    /** Keeps features in a folder, which is made when it is needed. */
    public static FeatureCache in(Path folder) {
        return new FeatureCache(Optional.of(folder));
    }

    /** Returns whether features are kept, so that computing all of a split serves its parts too. */
    public boolean keeps() {
        return folder.isPresent();
    }

    /** Returns the features of clips, from the folder or computed and put there. */
    public FeatureTable get(
            ClipFeatures features, ClipReader reader, List<Clip> clips, WindowChoice choice, ProgressListener listener)
            throws IOException {
        if (folder.isEmpty()) {
            return features.extract(reader, clips, choice, listener);
        }
        String key = key(features, reader, clips, choice);
        Path file = folder.get().resolve(Fingerprint.of(List.of(key)) + SUFFIX);
        Optional<FeatureTable> known = read(file, key, clips);
        if (known.isPresent()) {
            return known.get();
        }
        FeatureTable computed = features.extract(reader, clips, choice, listener);
        if (!computed.clips().isEmpty()) {
            write(file, key, clips, computed);
        }
        return computed;
    }

    /** The whole that decides the features, hashed clip by clip to stay short. */
    private static String key(ClipFeatures features, ClipReader reader, List<Clip> clips, WindowChoice choice) {
        List<String> audio = new ArrayList<>();
        for (Clip clip : clips) {
            OptionalInt track = reader.find(clip.key());
            audio.add(clip.key());
            audio.add(
                    track.isEmpty()
                            ? "unusable"
                            : reader.track(track.getAsInt()).samples() + " "
                                    + reader.track(track.getAsInt()).crc32());
        }
        return String.join(
                "; ",
                "format " + FORMAT,
                features.fingerprint(),
                features.featureDim() + " features",
                features.windowSamples() + " samples at " + reader.sampleRateHz() + " Hz",
                choice.toString(),
                clips.size() + " clips " + Fingerprint.of(audio));
    }

    private static Optional<FeatureTable> read(Path file, String key, List<Clip> clips) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Safetensors.Content content = Safetensors.read(file);
            Checkpoint.requireFinite(file, content.tensors());
            if (!key.equals(content.metadata().get(KEY))) {
                LOG.warn("{} holds features of something else, computed again", file);
                return Optional.empty();
            }
            return Optional.of(table(file, content, clips));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{} cannot be used ({}), computed again", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static FeatureTable table(Path file, Safetensors.Content content, List<Clip> clips) throws IOException {
        JsonNode index = JSON.readTree(content.metadata().getOrDefault(TABLE, "{}"));
        HostTensor tensor = content.tensors().get(TENSOR);
        if (tensor == null
                || tensor.shape().length != 2
                || index.path("windows").size() != clips.size()
                || rows(index.path("windows")) != tensor.shape()[0]) {
            throw new CheckpointException(
                    file + ": expected " + TENSOR + " [windows, features] of " + clips.size() + " clips");
        }
        float[] flat = tensor.toFloats();
        int dim = (int) tensor.shape()[1];
        List<Clip> kept = new ArrayList<>();
        List<float[][]> windows = new ArrayList<>();
        int row = 0;
        for (int n = 0; n < clips.size(); n++) {
            int count = index.path("windows").path(n).asInt();
            if (count > 0) {
                float[][] rows = new float[count][dim];
                for (float[] one : rows) {
                    System.arraycopy(flat, row++ * dim, one, 0, dim);
                }
                kept.add(clips.get(n));
                windows.add(rows);
            }
        }
        List<String> skipped = new ArrayList<>();
        index.path("skipped").forEach(line -> skipped.add(line.asText()));
        return new FeatureTable(kept, windows, skipped);
    }

    private static long rows(JsonNode windows) {
        long rows = 0;
        for (JsonNode count : windows) {
            rows += Math.max(0, count.asInt());
        }
        return rows;
    }

    @SuppressWarnings("try") // the lock is held, not used
    private static void write(Path file, String key, List<Clip> clips, FeatureTable table) {
        int dim = table.windows().get(0)[0].length;
        int rows = table.windows().stream().mapToInt(windows -> windows.length).sum();
        float[] flat = new float[Math.multiplyExact(rows, dim)];
        int row = 0;
        for (float[][] windows : table.windows()) {
            for (float[] one : windows) {
                System.arraycopy(one, 0, flat, row++ * dim, dim);
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(KEY, key);
        metadata.put(TABLE, index(clips, table).toString());
        try {
            Files.createDirectories(file.resolveSibling(""));
            try (HeldLock lock = HeldLock.await(file.resolveSibling(LOCK))) {
                Safetensors.write(file, Map.of(TENSOR, HostTensor.of(flat, rows, dim)), metadata);
            }
        } catch (IOException e) {
            // features are only kept to save time: a folder that cannot be written must not end an evaluation
            LOG.warn("{} cannot be written ({}); the features are computed anew next time", file, e.toString());
        }
    }

    private static ObjectNode index(List<Clip> clips, FeatureTable table) {
        ObjectNode index = JSON.createObjectNode();
        Map<String, Integer> windows = new HashMap<>();
        for (int n = 0; n < table.clips().size(); n++) {
            windows.put(table.clips().get(n).key(), table.windows().get(n).length);
        }
        ArrayNode counts = index.putArray("windows");
        clips.forEach(clip -> counts.add(windows.getOrDefault(clip.key(), 0)));
        ArrayNode skipped = index.putArray("skipped");
        table.skipped().forEach(skipped::add);
        return index;
    }
}
