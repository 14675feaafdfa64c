package io.clmr.cli;

import ai.djl.Device;
import io.clmr.base.files.WholeFile;
import io.clmr.cli.config.ClmrConfig;
import io.clmr.core.engine.Devices;
import io.clmr.data.dataset.MusicDataset;
import io.clmr.data.dataset.Split;
import io.clmr.data.store.ClipReader;
import io.clmr.eval.features.ClipFeatures;
import io.clmr.eval.features.FeatureCache;
import io.clmr.eval.probe.EvaluationReport;
import io.clmr.eval.probe.LinearEvaluation;
import io.clmr.lab.sweep.Cell;
import io.clmr.lab.sweep.CellRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Evaluates cells of one encoder; while the dataset stays the same, its features are computed once. */
final class SweepEvaluator implements CellRunner.Evaluator {

    /** An encoder and the audio it is evaluated on. */
    private record Opened(List<Object> what, ClipReader reader, ClipFeatures features, LinearEvaluation evaluation) {
        void close() throws IOException {
            features.close();
            reader.close();
        }
    }

    private final Session session;
    private final SweepCells cells;
    private final Optional<Path> run;
    private final FeatureCache kept;
    private Optional<Opened> opened = Optional.empty();

    /**
     * @param run the run folder of cells that train
     * @param kept features of this session and of earlier ones
     */
    SweepEvaluator(Session session, SweepCells cells, Optional<Path> run, FeatureCache kept) {
        this.session = session;
        this.cells = cells;
        this.run = run;
        this.kept = kept;
    }

    @Override
    public void evaluate(Cell cell, Path folder) throws IOException {
        if (cell.encoder().equals(Cell.SUPERVISED)) {
            copyReport(run.orElseThrow().resolve(SupervisedRun.EVALUATION), folder);
            return;
        }
        ClmrConfig config = cells.evaluationConfig(cell);
        LinearEvaluation evaluation = open(cell, config).evaluation();
        evaluation
                .evaluate(config.probe(), cell.seed(), (stage, done, total) -> session.interruption()
                        .check())
                .writeReport(folder);
    }

    private static void copyReport(Path from, Path folder) throws IOException {
        Files.createDirectories(folder);
        WholeFile.writeBytes(
                folder.resolve(EvaluationReport.FILE), Files.readAllBytes(from.resolve(EvaluationReport.FILE)));
    }

    private Opened open(Cell cell, ClmrConfig config) throws IOException {
        List<Object> what = List.of(
                config.requireDataset(), config.store(), config.pretrain().model());
        if (opened.isPresent() && opened.get().what().equals(what)) {
            return opened.get();
        }
        close();
        MusicDataset dataset = cells.dataset(config);
        Device device = UsageException.checked(
                "train.device", () -> Devices.select(config.pretrain().train().device()));
        ClipReader reader = cells.openAudio(config, dataset);
        try {
            ClipFeatures features = cells.source(cell, config, run).open(device, reader, dataset.clips(Split.TRAIN));
            Opened now = new Opened(what, reader, features, new LinearEvaluation(dataset, reader, features, kept));
            opened = Optional.of(now);
            return now;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public void close() {
        Optional<Opened> before = opened;
        opened = Optional.empty();
        try {
            if (before.isPresent()) {
                before.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
