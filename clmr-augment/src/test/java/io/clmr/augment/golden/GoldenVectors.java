package io.clmr.augment.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the golden vectors: the whole set beside the checkout, or the subset among the test resources. */
public final class GoldenVectors {
    private GoldenVectors() {}

    /** Returns the cases of the given transforms. */
    public static List<GoldenCase> cases(String... transforms) {
        Set<String> wanted = Set.of(transforms);
        Path folder = folder();
        try {
            JsonNode manifest =
                    new ObjectMapper().readTree(folder.resolve("manifest.json").toFile());
            return StreamSupport.stream(manifest.get("cases").spliterator(), false)
                    .map(node -> new GoldenCase(folder, node))
                    .filter(golden -> wanted.contains(golden.transform()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        return Stream.iterate(Path.of("").toAbsolutePath(), at -> at != null, Path::getParent)
                .map(at -> at.resolve("shared/parity/augment"))
                .filter(folder -> Files.isRegularFile(folder.resolve("manifest.json")))
                .findFirst()
                .orElseGet(GoldenVectors::resources);
    }

    private static Path resources() {
        try {
            return Path.of(GoldenVectors.class
                            .getResource("/parity/augment/manifest.json")
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
