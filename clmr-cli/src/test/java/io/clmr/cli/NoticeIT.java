package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** NOTICE names every library that is handed out with the program. */
class NoticeIT {

    @Test
    void everyJarOfTheDistributionIsNamed() throws IOException {
        Set<String> named =
                Set.copyOf(List.of(Files.readString(Path.of("..", "NOTICE")).split("[^\\w.-]+", -1)));
        List<String> jars;
        try (Stream<Path> files = Files.list(Path.of("target", "clmr", "lib"))) {
            jars = files.map(file -> file.getFileName().toString().replaceFirst("-\\d[\\w.-]*\\.jar$", ""))
                    .filter(name -> !name.startsWith("clmr-"))
                    .sorted()
                    .distinct()
                    .toList();
        }
        assertFalse(jars.isEmpty());
        assertEquals(
                List.of(), jars.stream().filter(name -> !named.contains(name)).toList());
    }
}
