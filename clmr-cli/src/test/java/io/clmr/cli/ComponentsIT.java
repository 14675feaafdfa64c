package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of components that lies in the distribution. */
class ComponentsIT {

    private static final Pattern JAR = Pattern.compile("LIB/|\\.jar$");

    @Test
    void everyJarOfTheDistributionIsListed() throws IOException {
        Path built = Path.of("target", "clmr");
        assumeTrue(Files.exists(built.resolve("bom.json")), "needs what 'mvnw package' leaves");
        Set<String> listed = new TreeSet<>();
        for (JsonNode one :
                new ObjectMapper().readTree(built.resolve("bom.json").toFile()).path("components")) {
            String classifier =
                    one.path("purl").asText().replaceFirst("^[^?]*", "").replaceAll(".*classifier=([^&]*).*", "-$1");
            listed.add(one.path("name").asText() + "-" + one.path("version").asText()
                    + (classifier.startsWith("-") ? classifier : ""));
        }
        Set<String> missing = new TreeSet<>();
        for (String jar : Files.readString(built.resolve("classpath")).strip().split(":")) {
            missing.add(JAR.matcher(jar).replaceAll(""));
        }
        missing.removeAll(listed);
        assertEquals(Set.of(), missing);
    }
}
