package io.clmr.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/** What each key means, in a few words; kept in {@code key-comments.properties}. */
final class KeyComments {

    private static final String RESOURCE = "key-comments.properties";

    private final Properties comments;

    private KeyComments(Properties comments) {
        this.comments = comments;
    }

    static KeyComments load() {
        Properties comments = new Properties();
        try (InputStream in = KeyComments.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the program");
            }
            comments.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(RESOURCE + " cannot be read", e);
        }
        return new KeyComments(comments);
    }

    Optional<String> of(String key) {
        return Optional.ofNullable(comments.getProperty(key));
    }
}
