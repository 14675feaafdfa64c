package io.clmr.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    private ReportInputs inputs = new ReportInputs(path -> List.of(), 2000);

    @BeforeEach
    void noInputs() {
        inputs = new ReportInputs(path -> List.of(path.startsWith("quiet") ? "quiet" : "loud"), 40);
    }

    private void evaluation(String name, double prAuc, Map<String, Object> protocol) throws IOException {
        Path place = folder.resolve(name + "-" + protocol.hashCode());
        inputs.add(name, Folders.evaluation(place, "runs/" + name, prAuc, protocol, "rock", "harp"));
    }

    private Comparison compare(boolean mix) throws IOException {
        return Comparison.of(inputs.contents().entries(), mix);
    }

    private String page(boolean mix) throws IOException {
        Path out = folder.resolve("page.html");
        new Report(inputs.contents(), mix)
                .write(out, new ReportHead("Title", "2026-01-01", "clmr test", List.of("clmr", "report")));
        return Files.readString(out);
    }

    @Test
    void scoresOfOneProtocolShareAColumnWhateverTheirSeeds() throws IOException {
        evaluation("a", 0.4, Folders.protocol("logistic", 1, 1));
        evaluation("b", 0.5, Folders.protocol("logistic", 1, 2));
        assertEquals(1, compare(false).columns().size());
        assertEquals("", compare(false).remark());
    }

    @Test
    void unlikeProtocolsNeverShareAColumnUnlessAsked() throws IOException {
        evaluation("a", 0.4, Folders.protocol("logistic", 1, 1));
        Map<String, Object> won = Folders.protocol("logistic", 1, 1);
        won.put("split", "won2020");
        won.put("split_hash", "ffff");
        evaluation("b", 0.5, won);

        Comparison apart = compare(false);
        assertEquals(2, apart.columns().size());
        assertEquals("2 protocols, a column each: they differ in split, split_hash", apart.remark());
        assertFalse(page(false).contains("mixed protocols"));

        Comparison mixed = compare(true);
        assertEquals(1, mixed.columns().size());
        assertTrue(mixed.columns().get(0).mixed());
        assertTrue(page(true).contains("<b>mixed protocols</b> <span>differ in split, split_hash</span>"));
    }

    @Test
    void settingsThatAHeadDoesNotUseDoNotMakeItsProtocolAnother() throws IOException {
        Map<String, Object> faster = Folders.protocol("logistic", 1, 1);
        faster.put("learning_rate", 0.1);
        evaluation("a", 0.4, Folders.protocol("logistic", 1, 1));
        evaluation("b", 0.4, faster);
        assertEquals(1, compare(false).columns().size());

        Map<String, Object> linear = Folders.protocol("linear", 1, 1);
        Map<String, Object> fasterLinear = Folders.protocol("linear", 1, 1);
        fasterLinear.put("learning_rate", 0.1);
        evaluation("c", 0.4, linear);
        evaluation("d", 0.4, fasterLinear);
        assertEquals(3, compare(false).columns().size());
    }

    @Test
    void evaluationsOfOneNameAreTheSeedsOfOneRow() throws IOException {
        evaluation("a", 0.4, Folders.protocol("logistic", 1, 1));
        evaluation("a", 0.5, Folders.protocol("logistic", 1, 2));
        evaluation("a", 0.6, Folders.protocol("logistic", 1, 3));
        List<Entry> entries = inputs.contents().entries();
        assertEquals(1, entries.size());
        Spread spread = entries.get(0).spread("pr_auc_macro").orElseThrow();
        assertEquals(0.5, spread.mean(), 1e-12);
        // Student's quantile for two degrees of freedom, 4.302653, times 0.1 / sqrt(3)
        assertEquals(0.5 - 0.2484138, spread.interval().orElseThrow().low(), 1e-6);

        evaluation("a", 0.4, Folders.protocol("logistic", 1.0, 1));
        ReportException twice = assertThrows(ReportException.class, inputs::contents);
        assertTrue(twice.getMessage().contains("two evaluations are named a"), twice.getMessage());
    }

    @Test
    void sharesOfLabelsMakeACurveAndTheLargestAColumn() throws IOException {
        for (double fraction : new double[] {0.01, 0.1, 1}) {
            Path place = folder.resolve("eval-" + fraction);
            inputs.add(
                    place.getFileName().toString(),
                    Folders.evaluation(place, "runs/a", 0.3 + 0.1 * fraction, Folders.protocol("linear", fraction, 1)));
        }
        Comparison comparison = compare(false);
        assertEquals(1, comparison.columns().size());
        assertEquals("eval-1.0", comparison.columns().get(0).entries().get(0).name());

        Figure figure = LabelCurves.of(inputs.contents().entries()).get(0);
        assertEquals(List.of("1 %", "10 %", "100 %"), figure.x());
        assertEquals(3, figure.series().get(0).points().size());
        assertEquals(0.31, figure.series().get(0).points().get(1).score().mean(), 1e-12);
    }

    /** As of a frozen encoder, a supervised network and an encoder that two heads were fitted on. */
    @Test
    void curvesOfOneTestSetStandInOneFigureWhateverTheirHeads() throws IOException {
        for (double fraction : new double[] {0.1, 1}) {
            curvePoint("a", "linear", fraction);
            curvePoint("b", "supervised", fraction);
            curvePoint("c", "linear", fraction);
            curvePoint("c", "logistic", fraction);
        }
        curvePoint("single", "linear", 1);
        List<Figure> figures = LabelCurves.of(inputs.contents().entries());
        assertEquals(2, figures.size()); // PR-AUC and ROC-AUC
        assertEquals(
                "Label efficiency, linear and supervised and logistic heads",
                figures.get(0).title());
        assertEquals(
                List.of("runs/a", "runs/b", "runs/c, linear head", "runs/c, logistic head"),
                figures.get(0).series().stream().map(Figure.Series::name).toList());
    }

    @Test
    void singleSettingsAndTheirPairsMakeASquare() throws IOException {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("noise", 0.3);
        scores.put("filter", 0.5);
        scores.put("pitch", 0.4);
        scores.put("noise + filter", 0.45);
        scores.put("pitch + filter", 0.35);
        for (Map.Entry<String, Double> score : scores.entrySet()) {
            evaluation(score.getKey(), score.getValue(), Folders.protocol("linear", 1, 1));
        }
        List<Entry> entries = inputs.contents().entries();
        PairMatrix square = PairMatrix.of(entries).orElseThrow();
        assertEquals(List.of("noise", "filter", "pitch"), square.names());
        String page = page(false);
        assertTrue(
                page.contains("%,var(--card))\" title=\"30.0 – 40.0\">35.0</td>"), "the pair stands in either order");
        assertTrue(page.contains("<th scope=\"row\">pitch</th><td>–</td>"), "what was not measured is left open");
        assertTrue(page.contains("var(--c0) 55%,var(--card))\" title=\"45.0 – 55.0\">50.0</td>"));

        assertEquals(Optional.empty(), PairMatrix.of(entries.subList(0, 3)));
        evaluation("crop + speed", 0.3, Folders.protocol("linear", 1, 1));
        assertEquals(Optional.empty(), PairMatrix.of(inputs.contents().entries()));
    }

    private void curvePoint(String name, String head, double fraction) throws IOException {
        Path place = folder.resolve(name + "-" + head + "-" + fraction);
        inputs.add(
                place.getFileName().toString(),
                Folders.evaluation(place, "runs/" + name, 0.4, Folders.protocol(head, fraction, 1)));
    }

    @Test
    void mapsAverageTheRowsOfATrackAndSampleManyTracks() throws IOException {
        inputs.add("map", Folders.embedding(folder.resolve("map.npy"), 60, "loud"));
        EmbeddingMap map = inputs.contents().maps().get(0);
        assertEquals(40, map.points().size());
        assertEquals(60, map.tracks());
        assertEquals(2, map.tags().size());

        List<Track> tracks = EmbeddingFile.read(folder.resolve("map.npy"), path -> List.of());
        assertEquals(
                EmbeddingMap.of("m", tracks, 40).points(),
                EmbeddingMap.of("m", tracks, 40).points());
    }

    @Test
    void groupsOfAMapLieApart() throws IOException {
        inputs.add("map", Folders.embedding(folder.resolve("map.npy"), 40, "loud"));
        EmbeddingMap map = inputs.contents().maps().get(0);
        double within = 0;
        double between = 0;
        for (EmbeddingMap.Point a : map.points()) {
            for (EmbeddingMap.Point b : map.points()) {
                double distance = Math.hypot(a.x() - b.x(), a.y() - b.y());
                if (a.tags().equals(b.tags())) {
                    within += distance;
                } else {
                    between += distance;
                }
            }
        }
        assertTrue(between > 2 * within, "between " + between + ", within " + within);
    }

    @Test
    void namesAreTextWhateverTheyHold() throws IOException {
        Path place = folder.resolve("eval");
        inputs.add(
                Folders.HOSTILE,
                Folders.evaluation(
                        place, Folders.HOSTILE, 0.4, Folders.protocol(Folders.HOSTILE, 1, 1), Folders.HOSTILE));
        inputs.add(Folders.HOSTILE, Folders.run(folder.resolve("run"), Folders.HOSTILE, 30));
        String page = page(false);
        assertFalse(page.contains("<script>window"), "a name became a script");
        assertFalse(page.contains("<img src=x"), "a name became an element");
        assertEquals(1, page.split("id=\"data\"", -1).length - 1);
    }

    @Test
    void pagesFetchNothing() throws IOException {
        evaluation("a", 0.4, Folders.protocol("logistic", 1, 1));
        String page = page(false).replaceAll("(?s)<script>.*?</script>", "");
        assertFalse(page.contains("src="), "something is loaded");
        assertFalse(page.contains("http://") || page.contains("https://"), "an address stands in the page");
    }

    @Test
    void aRunThatStillTrainsIsReadAsFarAsItIs() throws IOException {
        RunHistory run = RunHistory.read("run", Folders.run(folder.resolve("run"), "--x", 30));
        assertEquals(30, run.curves().get("loss").steps().size());
        assertEquals("24", run.values().get("train.batch_size"));
    }

    @Test
    void foldersAreSearchedOneLevelDown() throws IOException {
        Folders.run(folder.resolve("all/run"), "x", 3);
        Folders.evaluation(folder.resolve("all/report-trained"), "runs/a", 0.4, Folders.protocol("linear", 1, 1));
        Folders.embedding(folder.resolve("all/embeddings.npy"), 6, "a");
        inputs.add("all", folder.resolve("all"));
        ReportContents contents = inputs.contents();
        assertEquals("run", contents.runs().get(0).name());
        assertEquals("trained", contents.entries().get(0).name());
        assertEquals(6, contents.maps().get(0).points().size());
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        ReportException empty = assertThrows(ReportException.class, () -> inputs.add("empty", folder.resolve("empty")));
        assertEquals(
                folder.resolve("empty") + " holds nothing to report, expected a run folder, a folder with report.json,"
                        + " a sweep's folder, or an .npy with its .index.csv",
                empty.getMessage());
        Files.writeString(folder.resolve("empty/report.json"), "{\"a\":");
        assertThrows(ReportException.class, () -> inputs.add("empty", folder.resolve("empty")));
    }

    @Test
    void commandsCanBePastedIntoAShell() {
        assertEquals(
                "clmr report 'a b' 'it'\\''s' x=1", ReportPage.shell(List.of("clmr", "report", "a b", "it's", "x=1")));
    }
}
