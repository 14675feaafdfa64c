package io.clmr.lab.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsMarkdownTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({"README.md, minitat.csv", "results/README.md, sweeps"})
    void theTextsAreUpToDateWithTheResults(Path file, String place) throws IOException {
        String text = Files.readString(ROOT.resolve(file));
        assertTrue(text.contains("<!-- results: " + place + " -->"), file + " has no place for " + place);
        assertEquals(
                ResultsMarkdown.updated(text, ROOT.resolve("results")),
                text,
                file + " does not show what results/ has; run 'clmr results-table'");
    }

    @Test
    void aSweepBecomesATableWithGainsAndOrigin() throws IOException {
        Files.writeString(folder.resolve("transforms-small.csv"), """
                status,row,seed,pr_auc_macro,roc_auc_macro,data,head,commit,finished
                done,crop only,1,0.30,0.70,six songs,linear,60f4cbc,2026-11-28T12:00:00Z
                done,crop only,2,0.32,0.72,six songs,linear,60f4cbc,2026-11-28T13:00:00Z
                done,crop + filter,1,0.33,0.75,six songs,linear,60f4cbc,2026-11-29T12:00:00Z
                done,crop + filter,2,0.35,0.77,six songs,linear,60f4cbc,2026-11-29T13:00:00Z
                """);
        Files.writeString(folder.resolve("speed.csv"), "side,ms\nours,1\n");
        String text = ResultsMarkdown.updated("a\n<!-- results: sweeps -->\nold\n<!-- end of results -->\nb\n", folder);
        assertEquals("""
                a
                <!-- results: sweeps -->
                **The crop alone and with one transform** ([transforms-small.csv](transforms-small.csv), commit 60f4cbc, 2026-11-28, 2026-11-29):

                | | seeds | PR-AUC | ROC-AUC | gain in PR-AUC |
                |---|---|---|---|---|
                | crop only | 2 | 0.310 [0.183, 0.437] | 0.710 [0.583, 0.837] |  |
                | crop + filter | 2 | 0.340 [0.213, 0.467] | 0.760 [0.633, 0.887] | +0.030 [+0.030, +0.030] |

                - six songs; head linear

                <!-- end of results -->
                b
                """, text);
        assertEquals(text, ResultsMarkdown.updated(text, folder), "twice is once");
    }
}
