package io.clmr.lab.sweep;

import io.clmr.base.files.HeldLock;
import io.clmr.eval.embed.Shard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works through the cells of a plan.
 *
 * <p>Finished cells are skipped, a stopped pretraining goes on, a failed cell is tried again. Several processes may work
 * on one folder at a time, each on other encoders.
 */
public final class Sweep {

    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private record Planned(Cell cell, CellKeys keys, String row) {}

    private final SweepPlan plan;
    private final SweepFolder folder;
    private final CellRunner runner;
    private final List<Planned> cells = new ArrayList<>();

    /**
     * Checks every cell before any of them runs.
     *
     * <p>Cells may be the same experiment, as those of a baseline are that has no use for a setting; it is made once.
     */
    public Sweep(SweepPlan plan, Path folder, CellRunner runner) throws IOException {
        this.plan = plan;
        this.folder = new SweepFolder(folder);
        this.runner = runner;
        for (Cell cell : plan.cells()) {
            cells.add(new Planned(cell, runner.keys(cell), plan.rowName(cell, "")));
        }
    }

    /** A cell as it stands and what it is expected to take; later ones of an encoder use what its first one computed. */
    public record Expected(String row, long seed, boolean done, Optional<String> failure, double seconds) {}

    /** Returns all cells with an estimate of the time each still takes. */
    public List<Expected> expected() throws IOException {
        List<Expected> expected = new ArrayList<>();
        for (List<Planned> unit : units()) {
            boolean first = true;
            for (Planned cell : unit) {
                boolean done = isDone(cell);
                double seconds = 0;
                if (!done) {
                    CellRunner.Estimate estimate = runner.estimate(cell.cell());
                    boolean trains = first
                            && cell.cell().trains()
                            && !folder.isTrained(cell.keys().encoder());
                    seconds = (trains ? estimate.pretrainSeconds() : 0)
                            + (first && plan.evaluates() ? estimate.evaluateSeconds() : 0);
                    first = false;
                }
                expected.add(new Expected(
                        cell.row(),
                        cell.cell().seed(),
                        done,
                        folder.failure(cell.keys().cell()),
                        seconds));
            }
        }
        return expected;
    }

    /**
     * Runs what is not finished.
     *
     * @param jobs encoders worked on at a time
     * @param shard of the encoders
     * @param provenance for the record
     */
    public SweepOutcome run(int jobs, Shard shard, Provenance provenance, SweepListener listener) throws IOException {
        new SweepRecord(folder).write(plan, cells.stream().map(Planned::cell).toList(), keys(), provenance.command());
        Tally tally = new Tally();
        ExecutorService workers = Executors.newFixedThreadPool(jobs, task -> new Thread(task, "sweep"));
        try {
            List<Future<?>> running = new ArrayList<>();
            for (List<Planned> unit : shard.of(units())) {
                running.add(workers.submit(() -> {
                    work(unit, provenance, listener, tally);
                    return null;
                }));
            }
            for (Future<?> unit : running) {
                unit.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the sweep's folder cannot be used: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            workers.shutdown();
        }
        return outcome(tally);
    }

    private List<CellKeys> keys() {
        return cells.stream().map(Planned::keys).toList();
    }

    private List<List<Planned>> units() {
        Map<String, List<Planned>> units = new LinkedHashMap<>();
        for (Planned cell : cells) {
            units.computeIfAbsent(cell.keys().encoder(), key -> new ArrayList<>())
                    .add(cell);
        }
        return List.copyOf(units.values());
    }

    private boolean isDone(Planned cell) throws IOException {
        return plan.evaluates()
                ? folder.isEvaluated(cell.keys().cell())
                : folder.isTrained(cell.keys().encoder());
    }

    /** What the workers count. */
    private static final class Tally {
        private int elsewhere;

        synchronized void elsewhere(int cells) {
            elsewhere += cells;
        }
    }

    private SweepOutcome outcome(Tally tally) throws IOException {
        int failed = 0;
        for (Planned cell : cells) {
            failed += !isDone(cell) && folder.failure(cell.keys().cell()).isPresent() ? 1 : 0;
        }
        return new SweepOutcome(cells.size(), done(), failed, tally.elsewhere);
    }

    private int done() throws IOException {
        int done = 0;
        for (Planned cell : cells) {
            done += isDone(cell) ? 1 : 0;
        }
        return done;
    }

    @SuppressWarnings("try") // the lock is held, not used
    private void work(List<Planned> unit, Provenance provenance, SweepListener listener, Tally tally)
            throws IOException {
        String encoder = unit.get(0).keys().encoder();
        if (runner.stopped()) {
            return;
        }
        Optional<HeldLock> taken = folder.tryLock(encoder);
        if (taken.isEmpty()) {
            tally.elsewhere(unit.size());
            return;
        }
        try (HeldLock lock = taken.get()) {
            List<Planned> open = new ArrayList<>();
            for (Planned cell : unit) {
                if (!isDone(cell)) {
                    folder.forgetFailure(cell.keys().cell());
                    open.add(cell);
                }
            }
            if (!open.isEmpty()) {
                work(open, provenance, listener);
            }
        }
    }

    private void work(List<Planned> open, Provenance provenance, SweepListener listener) throws IOException {
        Planned first = open.get(0);
        String encoder = first.keys().encoder();
        Optional<Path> run = first.cell().trains() ? Optional.of(folder.run(encoder)) : Optional.empty();
        boolean trained = attempt(open, listener, () -> {
            prepare(open);
            return run.isEmpty() || pretrain(first, run.get(), listener);
        });
        if (!trained || runner.stopped()) {
            return;
        }
        if (!plan.evaluates()) {
            listener.finished(first.row(), first.cell().seed(), done(), cells.size());
            return;
        }
        try (CellRunner.Evaluator evaluator = runner.open(run)) {
            for (Planned cell : open) {
                if (!runner.stopped()
                        && attempt(List.of(cell), listener, () -> {
                            if (!isDone(cell)) {
                                String key = cell.keys().cell();
                                folder.made(key, provenance, runner.describe(cell.cell()));
                                evaluator.evaluate(cell.cell(), folder.cell(key));
                            }
                            return true;
                        })) {
                    listener.finished(cell.row(), cell.cell().seed(), done(), cells.size());
                }
            }
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private void prepare(List<Planned> open) throws IOException {
        try (HeldLock lock = folder.lockPreparation()) {
            for (Planned cell : open) {
                runner.prepare(cell.cell());
            }
        }
    }

    private boolean pretrain(Planned cell, Path run, SweepListener listener) throws Exception {
        String encoder = cell.keys().encoder();
        if (folder.isTrained(encoder)) {
            return true;
        }
        listener.pretraining(cell.row(), cell.cell().seed());
        long start = System.nanoTime();
        boolean finished = runner.pretrain(cell.cell(), run);
        folder.trained(encoder, (System.nanoTime() - start) / 1e9, finished);
        return finished;
    }

    private interface Work {
        boolean done() throws Exception;
    }

    /** Does some work; whatever goes wrong in it is the cells' failure, not the sweep's, unless the user wants to stop. */
    private boolean attempt(List<Planned> concerned, SweepListener listener, Work work) throws IOException {
        Throwable failure;
        try {
            return work.done();
        } catch (Exception | OutOfMemoryError e) {
            failure = e;
        }
        if (runner.stopped()) {
            return false;
        }
        LOG.info("a cell of the sweep failed", failure); // the listener tells the user the reason
        String reason = String.valueOf(failure.getMessage() == null ? failure : failure.getMessage());
        for (Planned cell : concerned) {
            folder.fail(cell.keys().cell(), reason);
            listener.failed(cell.row(), cell.cell().seed(), reason);
        }
        return false;
    }
}
