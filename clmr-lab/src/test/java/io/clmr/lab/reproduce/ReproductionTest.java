package io.clmr.lab.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.lab.report.ReportException;
import io.clmr.lab.report.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {

    private static final String HEAD =
            "cell,status,row,seed,pr_auc_macro,pr_auc_macro_low,pr_auc_macro_high,data,commit,finished\n";

    @TempDir
    private Path folder = Path.of("");

    private List<ResultRow> rows(String... lines) throws IOException {
        return file(lines).rows();
    }

    private ResultsFile file(String... lines) throws IOException {
        Path csv = folder.resolve("results.csv");
        Files.writeString(csv, HEAD + String.join("\n", lines) + "\n");
        return ResultsFile.read(csv);
    }

    private static String line(String row, int seed, double score) {
        return "c,done," + row + "," + seed + "," + score + ",0.1,0.9,six songs,60f4cbc,2026-11-28T12:00:00Z";
    }

    private static PublishedTable augmentations() throws IOException {
        return Published.load().table("augmentations");
    }

    @Test
    void aRowStandsBesideThePublishedFigureOfItsName() throws IOException {
        Reproduction table = Reproduction.of(augmentations(), rows(line("crop + filter", 1, 0.4)));
        Reproduction.Line first = table.lines().get(0);
        assertEquals("crop + filter", first.row());
        assertEquals(0.3332, first.published().orElseThrow().metrics().get("pr_auc_macro"));
        assertEquals(
                0.4,
                first.ours().orElseThrow().spread("pr_auc_macro").orElseThrow().mean());
        assertEquals(8, table.lines().size(), "the other seven published rows follow");
        assertFalse(table.lines().get(1).ours().isPresent());
    }

    @Test
    void whatOnlyWeHaveHasNoPublishedFigure() throws IOException {
        Reproduction table = Reproduction.of(Published.load().table("batch"), rows(line("batch size 24", 1, 0.4)));
        assertEquals(1, table.lines().size());
        assertEquals(Optional.empty(), table.lines().get(0).published());
        assertFalse(table.table().notKnown().isEmpty());
    }

    @Test
    void gainsAreTakenSeedBySeedOverTheFirstRow() throws IOException {
        Reproduction table = Reproduction.of(
                augmentations(),
                rows(
                        line("crop only", 1, 0.30),
                        line("crop only", 2, 0.40),
                        line("crop only", 3, 0.35),
                        line("crop + filter", 1, 0.33),
                        line("crop + filter", 2, 0.44),
                        line("crop + filter", 9, 0.99)));
        assertEquals(Optional.empty(), table.lines().get(0).gain());
        Spread gain = table.lines().get(1).gain().orElseThrow();
        assertEquals(0.035, gain.mean(), 1e-12);
        assertEquals(2, gain.runs());
        // Student's with one degree of freedom: 12.706 x 0.005 on both sides
        assertEquals(0.035 - 12.706 * 0.005, gain.interval().orElseThrow().low(), 1e-4);
        assertEquals(0.0283, table.lines().get(1).publishedGain().orElseThrow(), 1e-12);
    }

    @Test
    void figuresOfAnotherProtocolAreNoGain() throws IOException {
        Reproduction transfer = Reproduction.of(Published.load().table("transfer"), List.of());
        assertTrue(
                transfer.lines().stream().allMatch(line -> line.publishedGain().isEmpty()));
    }

    @Test
    void aRowThatTheSeedDoesNotDecideHasTheIntervalOfTheSongs() throws IOException {
        Spread spread = rows(line("mfcc", 1, 0.4), line("mfcc", 2, 0.4))
                .get(0)
                .spread("pr_auc_macro")
                .orElseThrow();
        assertEquals(0.1, spread.interval().orElseThrow().low());
        assertEquals(2, spread.runs());
    }

    @Test
    void unfinishedCellsAreCountedNotRead() throws IOException {
        ResultsFile file = file(line("crop only", 1, 0.3), "c,failed,crop only,2,,,,,,", "c,open,crop only,3,,,,,,");
        assertEquals(2, file.unfinished());
        assertEquals(1, file.rows().get(0).runs().size());
        assertEquals(List.of("60f4cbc"), file.rows().get(0).commits());
        assertEquals(List.of("2026-11-28"), file.rows().get(0).days());
    }

    @Test
    void saysWhereAFileIsWrong() throws IOException {
        String number = assertThrows(ReportException.class, () -> file("c,done,crop only,1,much,,,,,"))
                .getMessage();
        assertTrue(number.endsWith("results.csv:2: For input string: \"much\", expected a number"), number);
        String fields = assertThrows(ReportException.class, () -> file("c,done,crop only"))
                .getMessage();
        assertTrue(fields.endsWith("results.csv:2: has 3 fields, expected the 10 of the first line"), fields);
        Path other = Files.writeString(folder.resolve("other.csv"), "a,b\n");
        assertFalse(ResultsFile.isOne(other));
        assertThrows(ReportException.class, () -> ResultsFile.read(other));
    }

    @Test
    void everyPublishedFigureHasItsSource() throws IOException {
        Published published = Published.load();
        for (PublishedTable table : published.tables()) {
            for (PublishedScore score : table.scores()) {
                assertFalse(score.source().isBlank() || score.setting().isBlank(), score.row());
                assertFalse(score.metrics().isEmpty(), score.row());
                assertTrue(score.metrics().values().stream().allMatch(value -> value > 0 && value < 1), score.row());
            }
            assertFalse(table.scores().isEmpty() && table.notKnown().isEmpty(), table.name() + " says nothing");
        }
        assertEquals(6, published.points().size());
    }
}
