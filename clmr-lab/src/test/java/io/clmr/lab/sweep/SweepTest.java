package io.clmr.lab.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clmr.eval.embed.Shard;
import io.clmr.lab.report.ReportContents;
import io.clmr.lab.report.RunHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

    private static final Provenance BY =
            new Provenance("60f4cbc", List.of("clmr", "sweep", "--set", "dataset.root=/home/me/music"));

    @TempDir
    Path folder;

    /** Trains and evaluates nothing, but leaves the files that would be left. */
    private static class Fake implements CellRunner {
        private final List<String> trained = new ArrayList<>();
        private final List<String> evaluated = new ArrayList<>();
        private final Set<String> broken = new HashSet<>();
        private boolean stopsInTraining;
        private boolean stopped;
        private Runnable whileTraining = () -> {};

        private static String encoder(Cell cell) {
            return cell.encoder()
                    + cell.variant()
                    + cell.seed()
                    + cell.settings().entrySet().stream()
                            .filter(setting -> cell.encoder().equals("supervised")
                                    || !setting.getKey().startsWith("probe."))
                            .map(Map.Entry::toString)
                            .collect(Collectors.joining());
        }

        @Override
        public CellKeys keys(Cell cell) {
            return new CellKeys(
                    Integer.toHexString(encoder(cell).hashCode()),
                    Integer.toHexString(cell.toString().hashCode()));
        }

        @Override
        public Description describe(Cell cell) {
            return new Description("six songs", "a small network", "a batch of three");
        }

        @Override
        public void prepare(Cell cell) {}

        @Override
        public synchronized boolean pretrain(Cell cell, Path run) throws IOException {
            whileTraining.run();
            trained.add(encoder(cell));
            Files.createDirectories(run);
            Files.writeString(run.resolve("run.json"), "{}");
            stopped = stopsInTraining;
            return !stopsInTraining;
        }

        @Override
        public Evaluator open(Optional<Path> run) {
            return new Evaluator() {
                @Override
                public void evaluate(Cell cell, Path place) throws IOException {
                    if (broken.contains(cell.settings().get("probe.head"))) {
                        throw new IOException("this head does not exist");
                    }
                    synchronized (evaluated) {
                        evaluated.add(cell.toString());
                    }
                    Files.createDirectories(place);
                    Files.writeString(
                            place.resolve("report.json"),
                            "{\"protocol\":{\"head\":\"linear\",\"seed\":" + cell.seed()
                                    + "},\"metrics\":{\"pr_auc_macro\":" + (0.4 + 0.01 * (cell.seed() % 10)) + "},"
                                    + "\"checkpoint\":\"x\",\"dataset\":\"d\",\"seconds\":1}");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public Estimate estimate(Cell cell) {
            return new Estimate(100, 10);
        }

        @Override
        public boolean stopped() {
            return stopped;
        }
    }

    private static final class Heard implements SweepListener {
        private final List<String> failures = new ArrayList<>();

        @Override
        public void pretraining(String row, long seed) {}

        @Override
        public void finished(String row, long seed, int done, int total) {}

        @Override
        public synchronized void failed(String row, long seed, String reason) {
            failures.add(row + ", " + seed + ": " + reason);
        }
    }

    private final Heard heard = new Heard();

    private static SweepPlan plan(List<String> heads) {
        Map<String, List<String>> grid = new LinkedHashMap<>();
        grid.put("model.width", List.of("0.25", "0.5"));
        grid.put("probe.head", heads);
        return new SweepPlan(
                "two by some", List.of(Cell.PRETRAIN), Map.of(), grid, List.of(1L, 2L, 3L), Optional.empty(), true);
    }

    private SweepOutcome run(SweepPlan plan, Fake runner, int jobs, Shard shard) throws IOException {
        return new Sweep(plan, folder, runner).run(jobs, shard, BY, heard);
    }

    @Test
    void everyPlaceOfTheGridMeetsEveryEncoderVariantAndSeed() {
        Map<String, Variant> variants = new LinkedHashMap<>();
        variants.put("crop only", Variant.of(Map.of("augment", "[]")));
        variants.put("loud", Variant.of(Map.of("augment", "[gain: {p: 1.0}]")));
        SweepPlan plan = new SweepPlan(
                "all",
                List.of(Cell.PRETRAIN, "mfcc"),
                variants,
                Map.of("train.batch_size", List.of("8", "16", "32")),
                List.of(1L, 2L),
                Optional.empty(),
                true);
        List<Cell> cells = plan.cells();
        assertEquals(2 * 2 * 3 * 2, cells.size());
        assertEquals(cells.size(), Set.copyOf(cells).size());
        assertEquals(
                Map.of("augment", "[]", "train.batch_size", "8"), cells.get(0).settings());
        assertEquals("pretrain, crop only, batch size 8", plan.rowName(cells.get(0), ""));
        assertEquals(
                "pretrain, crop only", plan.rowName(cells.get(0), plan.axis().orElseThrow()));
    }

    @Test
    void anEntryMayHaveEncodersOfItsOwn() {
        Map<String, Variant> variants = new LinkedHashMap<>();
        variants.put("untrained", new Variant(Map.of(), Map.of(), List.of("random-bn")));
        variants.put("elsewhere", new Variant(Map.of(), Map.of("dataset.root", "b"), List.of()));
        SweepPlan plan = new SweepPlan(
                "transfer", List.of(Cell.PRETRAIN), variants, Map.of(), List.of(1L), Optional.empty(), true);
        List<Cell> cells = plan.cells();
        assertEquals(
                List.of("random-bn", Cell.PRETRAIN),
                cells.stream().map(Cell::encoder).toList());
        assertEquals(
                List.of("untrained", "elsewhere"),
                cells.stream().map(cell -> plan.rowName(cell, "")).toList());
        assertEquals(Map.of("dataset.root", "b"), cells.get(1).training());
        assertEquals(Map.of(), cells.get(1).settings());
    }

    @Test
    void cellsThatDifferInTheProbeShareAPretraining() throws IOException {
        Fake runner = new Fake();
        SweepOutcome outcome = run(plan(List.of("linear", "logistic")), runner, 1, Shard.all());
        assertEquals(new SweepOutcome(12, 12, 0, 0), outcome);
        assertEquals(6, runner.trained.size());
        assertEquals(12, Set.copyOf(runner.evaluated).size());
    }

    @Test
    void whatIsFinishedIsNotDoneAgain() throws IOException {
        run(plan(List.of("linear")), new Fake(), 1, Shard.all());
        Fake again = new Fake();
        SweepOutcome outcome = run(plan(List.of("linear", "knn")), again, 1, Shard.all());
        assertEquals(12, outcome.done());
        assertEquals(List.of(), again.trained);
        assertEquals(6, again.evaluated.size());
    }

    @Test
    void aFailedCellIsRecordedAndTheRestGoesOn() throws IOException {
        Fake runner = new Fake();
        runner.broken.add("logistic");
        SweepOutcome outcome = run(plan(List.of("linear", "logistic", "knn")), runner, 1, Shard.all());
        assertEquals(new SweepOutcome(18, 12, 6, 0), outcome);
        assertTrue(
                heard.failures.contains("width 0.25, head logistic, 1: this head does not exist"),
                heard.failures.toString());

        SweepResults results = SweepResults.read(folder);
        results.writeTables();
        List<String> lines = Files.readAllLines(folder.resolve("results.csv"));
        assertEquals(19, lines.size());
        assertEquals(
                6,
                lines.stream()
                        .filter(line -> line.contains(",failed,") && line.endsWith(",this head does not exist"))
                        .count());
        assertEquals(6, results.contents().notes().size());
        String made = "six songs,a small network,a batch of three,60f4cbc,";
        assertEquals(12, lines.stream().filter(line -> line.contains(made)).count());
        assertEquals(
                12,
                lines.stream()
                        .filter(line -> line.contains(",clmr sweep --set dataset.root=music,"))
                        .count());

        Fake mended = new Fake();
        assertEquals(
                new SweepOutcome(18, 18, 0, 0),
                run(plan(List.of("linear", "logistic", "knn")), mended, 1, Shard.all()));
        assertEquals(6, mended.evaluated.size());
    }

    @Test
    void aStoppedPretrainingIsNoFailureAndGoesOn() throws IOException {
        Fake runner = new Fake();
        runner.stopsInTraining = true;
        SweepOutcome outcome = run(plan(List.of("linear")), runner, 1, Shard.all());
        assertEquals(new SweepOutcome(6, 0, 0, 0), outcome);
        assertEquals(1, runner.trained.size());

        Fake next = new Fake();
        assertEquals(6, run(plan(List.of("linear")), next, 1, Shard.all()).done());
        assertEquals(runner.trained.get(0), next.trained.get(0));
    }

    @Test
    void shardsShareTheEncodersAmongThem() throws IOException {
        Fake first = new Fake();
        Fake second = new Fake();
        assertEquals(
                6,
                run(plan(List.of("linear", "knn")), first, 1, new Shard(1, 2)).done());
        assertEquals(
                12,
                run(plan(List.of("linear", "knn")), second, 1, new Shard(2, 2)).done());
        assertEquals(3, first.trained.size());
        assertEquals(3, second.trained.size());
        assertFalse(first.trained.removeAll(second.trained));
    }

    @Test
    void jobsRunAtATimeAndDoEachCellOnce() throws IOException {
        Fake runner = new Fake();
        assertEquals(
                12, run(plan(List.of("linear", "knn")), runner, 4, Shard.all()).done());
        assertEquals(6, runner.trained.size());
        assertEquals(12, Set.copyOf(runner.evaluated).size());
    }

    @Test
    void anEncoderThatSomebodyElseWorksOnIsLeftAlone() throws IOException {
        Fake runner = new Fake();
        List<SweepOutcome> others = new ArrayList<>();
        SweepPlan plan =
                new SweepPlan("one", List.of(Cell.PRETRAIN), Map.of(), Map.of(), List.of(1L), Optional.empty(), true);
        runner.whileTraining = () -> {
            try {
                others.add(run(plan, new Fake(), 1, Shard.all()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
        assertEquals(new SweepOutcome(1, 1, 0, 0), run(plan, runner, 1, Shard.all()));
        assertEquals(List.of(new SweepOutcome(1, 0, 0, 1)), others);
    }

    @Test
    void summarisesTheSeedsWithStudentsInterval() throws IOException {
        run(plan(List.of("linear")), new Fake(), 1, Shard.all());
        SweepResults results = SweepResults.read(folder);
        assertEquals(2, results.summary().size());
        SweepResults.Row row = results.summary().get(0);
        assertEquals("width 0.25", row.name());
        assertEquals(3, row.seeds());
        assertEquals(0.42, row.scores().get("pr_auc_macro").mean(), 1e-12);
        // 0.41, 0.42, 0.43: deviation 0.01, Student's quantile for two degrees of freedom 4.302653
        double half = 4.302653 * 0.01 / Math.sqrt(3);
        assertEquals(
                0.42 - half,
                row.scores().get("pr_auc_macro").interval().orElseThrow().low(),
                1e-8);
    }

    @Test
    void drawsScoresOverTheAxis() throws IOException {
        run(plan(List.of("linear", "knn")), new Fake(), 1, Shard.all());
        ReportContents contents = SweepResults.read(folder).contents();
        assertEquals(List.of("0.25", "0.5"), contents.figures().get(0).x());
        assertTrue(contents.figures().get(0).numeric());
        assertEquals(2, contents.figures().get(0).series().size());
        assertEquals(List.of(BY.command()), contents.commands());
    }

    /** A supervised network is another with other labels, a frozen encoder is the same. */
    @Test
    void runsAreNamedByWhatTheirWeightsDependOn() throws IOException {
        SweepPlan plan = new SweepPlan(
                "labels",
                List.of(Cell.PRETRAIN, "supervised"),
                Map.of(),
                Map.of("probe.label_fraction", List.of("0.1", "1.0")),
                List.of(7L),
                Optional.empty(),
                true);
        run(plan, new Fake(), 1, Shard.all());
        assertEquals(
                List.of(
                        "pretrain, seed 7",
                        "supervised, label fraction 0.1, seed 7",
                        "supervised, label fraction 1.0, seed 7"),
                SweepResults.read(folder).contents().runs().stream()
                        .map(RunHistory::name)
                        .toList());
    }

    @Test
    void estimatesWhatIsLeft() throws IOException {
        Sweep sweep = new Sweep(plan(List.of("linear", "knn")), folder, new Fake());
        assertEquals(
                6 * 100 + 6 * 10,
                sweep.expected().stream().mapToDouble(Sweep.Expected::seconds).sum());
        sweep.run(1, Shard.all(), BY, heard);
        assertEquals(
                0,
                sweep.expected().stream().mapToDouble(Sweep.Expected::seconds).sum());
        assertTrue(sweep.expected().stream().allMatch(Sweep.Expected::done));
    }

    @Test
    void refusesPlansThatSayTheSameTwice() {
        assertThrows(IllegalArgumentException.class, () -> plan(List.of("linear", "linear")));
        IllegalArgumentException noValues = assertThrows(IllegalArgumentException.class, () -> plan(List.of()));
        assertEquals("probe.head has no values, expected at least one", noValues.getMessage());
    }

    @Test
    void sameExperimentsAreMadeOnceAndShownEverywhere() throws IOException {
        Map<String, List<String>> grid = Map.of("train.batch_size", List.of("8", "16"));
        SweepPlan plan =
                new SweepPlan("baseline", List.of("mfcc"), Map.of(), grid, List.of(1L), Optional.empty(), true);
        Fake runner = new Fake() {
            @Override
            public CellKeys keys(Cell cell) {
                return new CellKeys("mfcc", "mfcc");
            }
        };
        assertEquals(new SweepOutcome(2, 2, 0, 0), run(plan, runner, 1, Shard.all()));
        assertEquals(1, runner.evaluated.size());
        assertEquals(2, SweepResults.read(folder).summary().size());
    }
}
