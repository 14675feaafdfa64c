package io.clmr.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.data.dataset.DatasetFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations that come with the program: each binds, says what it needs, and can be printed and read back. */
class ConfigFilesTest {
    private static final Path CONFIGS =
            Path.of("..", "configs").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(CONFIGS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<String> formats() {
        return DatasetFormats.load().names();
    }

    private static ClmrConfig load(Path file) {
        return ConfigLoader.load(Optional.of(file), List.of()).config();
    }

    private ClmrConfig printedAndReadBack(ClmrConfig config) throws IOException {
        Path printed = folder.resolve("printed.yaml");
        Files.writeString(printed, ConfigPrinter.yaml(config));
        return load(printed);
    }

    @ParameterizedTest
    @MethodSource("files")
    void bindsAndSurvivesPrinting(Path file) throws IOException {
        ClmrConfig config = load(file);
        assertEquals(config, printedAndReadBack(config));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatItNeeds(Path file) throws IOException {
        List<String> comment = Files.readAllLines(file).stream()
                .takeWhile(line -> line.startsWith("#"))
                .toList();
        String text = String.join("\n", comment);
        assertTrue(text.contains("# Needs:") && text.contains("# Reaches:") && text.contains("# Takes:"), text);
        assertTrue(text.contains("configs/" + file.getFileName()) || text.contains("clmr quickstart"), text);
    }

    @Test
    void thereIsOneForEveryFormatButLists() throws IOException {
        Set<String> formats = new TreeSet<>();
        for (Path file : files()) {
            formats.add(load(file).dataset().format());
        }
        Set<String> all = new TreeSet<>(formats());
        all.remove("list"); // a folder's, with the list file for its root
        assertEquals(all, formats);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyFormatSurvivesPrinting(String format) throws IOException {
        List<Assignment> assignments =
                List.of(Assignment.parse("dataset.format=" + format), Assignment.parse("dataset.root=/music/of mine"));
        ClmrConfig config = ConfigLoader.load(Optional.empty(), assignments).config();
        assertEquals(format, config.dataset().format());
        assertEquals(config, printedAndReadBack(config));
    }
}
