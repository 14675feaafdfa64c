package io.clmr.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.clmr.base.files.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the JSON that lies in or beside weights: {@code run.json}, {@code state.json}, {@code report.json} and their kind.
 *
 * <p>They come from strangers as weights do. Whatever is wrong with one, null included, is a {@link CheckpointException} that
 * names the file.
 */
public final class JsonFile {

    private static final long MAX_BYTES = 32L << 20;
    private static final int MAX_QUOTED = 300;
    private static final String UNUSABLE = " cannot be used: ";

    private JsonFile() {}

    /**
     * Makes a mapper for records whose every component must be there and be of its type: no null, no number as text.
     *
     * @see #read(Path, ObjectMapper, Class)
     */
    public static JsonMapper.Builder strict() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }

    /**
     * Reads a file that holds one object.
     *
     * @throws CheckpointException if it does not
     */
    public static JsonNode object(Path file) throws IOException {
        JsonNode root = read(file, new ObjectMapper(), JsonNode.class);
        if (!root.isObject()) {
            throw new CheckpointException(file + ": holds JSON of type "
                    + root.getNodeType().name().toLowerCase(Locale.ROOT) + ", expected an object");
        }
        return root;
    }

    /**
     * Reads a file as a record.
     *
     * @param json that knows the record's names
     * @throws CheckpointException if it is another thing
     */
    public static <T> T read(Path file, ObjectMapper json, Class<T> type) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES) {
            throw new CheckpointException(file + ": has " + bytes + " bytes, at most " + MAX_BYTES + " are read");
        }
        return parse(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8), json, type);
    }

    /**
     * Reads text as a record.
     *
     * @param where it stands, for messages
     * @throws CheckpointException if it is another thing
     */
    public static <T> T parse(String where, String text, ObjectMapper json, Class<T> type) throws CheckpointException {
        try {
            return Optional.ofNullable(json.readValue(text, type))
                    .orElseThrow(() -> new CheckpointException(where + UNUSABLE + "it is null"));
        } catch (JsonProcessingException e) {
            throw new CheckpointException(where + UNUSABLE + PrintableText.of(reason(e), MAX_QUOTED), e);
        }
    }

    private static String reason(JsonProcessingException error) {
        if (error.getCause() instanceof IllegalArgumentException refused) { // by a record
            return String.valueOf(refused.getMessage());
        }
        return error.getCause() instanceof NullPointerException ? "a value in it is null" : error.getOriginalMessage();
    }
}
