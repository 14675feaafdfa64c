package io.clmr.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigPrinterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train.seed=42",
                "recipe=clmr-v1",
                "dataset.root=data/magnatagatune",
                "dataset.root=\"C:\\\\my music: #1\\t\\u00e9\"",
                "dataset.root=\"true\"",
                "augment=[]",
                "augment=[{delay: {}}, {gain: {gain_db: [-6, -6]}}, {delay: {p: 0.123456789}}]",
                "train.max_steps=600",
                "optimizer.weight_decay=1e-6",
                "optimizer.learning_rate=1e-300",
                "store.path=none"
            })
    void whatIsPrintedBindsToTheSameValues(String set, @TempDir Path folder) throws IOException {
        ClmrConfig config = ConfigLoader.load(Optional.empty(), List.of(Assignment.parse(set)))
                .config();
        Path file = folder.resolve("printed.yaml");
        Files.writeString(file, ConfigPrinter.yaml(config));
        assertEquals(config, ConfigLoader.load(Optional.of(file), List.of()).config());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mtat.yaml",
                "mtat-v1.yaml",
                "minitat.yaml",
                "folder.yaml",
                "quickstart.yaml",
                "cpc.yaml",
                "cpc-small.yaml"
            })
    void configurationsOfTheProjectBindAndSayWhatToExpect(String name) throws IOException {
        Path file = Path.of("..", "configs", name);
        ClmrConfig config = ConfigLoader.load(Optional.of(file), List.of()).config();
        assertTrue(config.datasetRootGiven() || name.equals("quickstart.yaml"));
        String header;
        try (Stream<String> lines = Files.lines(file)) {
            header = String.join(
                    " ", lines.takeWhile(line -> line.startsWith("#")).toList());
        }
        assertTrue(header.contains("Reaches:"), header);
        assertTrue(header.contains("Takes:"), header);
    }

    @Property(seed = "42")
    void everyNumberKeepsItsValue(@ForAll double number) {
        if (Double.isFinite(number)) {
            assertEquals(number, Double.parseDouble(ConfigPrinter.text(number)));
        }
    }
}
