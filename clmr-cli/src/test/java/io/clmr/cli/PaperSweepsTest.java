package io.clmr.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.cli.config.Assignment;
import io.clmr.cli.config.ConfigException;
import io.clmr.cli.config.SweepFile;
import io.clmr.cli.console.Console;
import io.clmr.lab.reproduce.Published;
import io.clmr.lab.reproduce.PublishedScore;
import io.clmr.lab.reproduce.PublishedTable;
import io.clmr.lab.sweep.Cell;
import io.clmr.lab.sweep.Sweep;
import io.clmr.lab.sweep.SweepPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sweeps that come with the program: every cell of each is a valid configuration, and each says what it needs. */
class PaperSweepsTest {

    private static final Path SWEEPS =
            Path.of("..", "configs", "paper").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(SWEEPS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> ofThePapersScale() throws IOException {
        return files().stream()
                .filter(file -> !file.toString().matches(".*-(small|minitat)\\.yaml"))
                .toList();
    }

    private static SweepFile read(Path file) {
        return SweepFile.read(file, OptionalLong.empty());
    }

    private SweepCells cells(SweepFile file) {
        OutputStream nowhere = OutputStream.nullOutputStream();
        Session session = new Session(new Console(nowhere, nowhere, false, false), new Interruption(), Map.of());
        return new SweepCells(session, file, List.of(), List.of(), 1, folder);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyCellIsAValidConfiguration(Path path) {
        SweepFile file = read(path);
        SweepCells cells = cells(file);
        assertDoesNotThrow(() -> new Sweep(file.plan(), folder, cells));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatItNeeds(Path path) throws IOException {
        String text = String.join(
                "\n",
                Files.readAllLines(path).stream()
                        .takeWhile(line -> line.startsWith("#"))
                        .toList());
        String name = String.valueOf(path.getFileName());
        assertTrue(text.contains("# Needs:"), text);
        assertTrue(text.contains("clmr sweep configs/paper/" + name), text);
        assertEquals(name, read(path).plan().name() + ".yaml");
    }

    @ParameterizedTest
    @MethodSource("ofThePapersScale")
    void hasASmallTwin(Path path) {
        Path twin = path.resolveSibling(read(path).plan().name() + "-small.yaml");
        assertTrue(Files.isRegularFile(twin), twin + " is not there");
    }

    static List<PublishedTable> tables() throws IOException {
        return Published.load().tables().stream()
                .filter(table -> Files.isRegularFile(SWEEPS.resolve(table.sweep() + ".yaml")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void publishedRowsAreRowsOfTheSweepBehindTheTable(PublishedTable table) {
        SweepPlan plan = read(SWEEPS.resolve(table.sweep() + ".yaml")).plan();
        List<String> rows = plan.cells().stream().map(plan::rowName).toList();
        table.scores().stream()
                .filter(PublishedScore::inSweep)
                .forEach(score -> assertTrue(rows.contains(score.row()), score.row() + " is not in " + rows));
        assertTrue(Files.isRegularFile(SWEEPS.resolve(table.smallSweep() + ".yaml")), table.smallSweep());
    }

    @Test
    void theDataOfAPretrainingCanBeNamedOnTheCommandLine() {
        SweepFile file = read(SWEEPS.resolve("transfer-small.yaml"))
                .withTraining(List.of(Assignment.parse("pretrain.dataset.root=/other/music")));
        List<String> roots = file.plan().cells().stream()
                .map(Cell::training)
                .filter(training -> !training.isEmpty())
                .map(training -> training.get("dataset.root"))
                .distinct()
                .toList();
        assertEquals(List.of("/other/music"), roots);
    }

    @Test
    void aKeyThatNoPretrainingHasIsRefused() {
        SweepFile file = read(SWEEPS.resolve("batch-small.yaml"));
        List<Assignment> overrides = List.of(Assignment.parse("pretrain.dataset.root=/other/music"));
        String message = assertThrows(ConfigException.class, () -> file.withTraining(overrides))
                .getMessage();
        assertEquals(
                "--set pretrain.dataset.root=/other/music: no entry of the sweep's list has dataset.root in its pretrain group",
                message);
    }
}
