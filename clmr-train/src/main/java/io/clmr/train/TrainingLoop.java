package io.clmr.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.loss.Loss;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.Normalize;
import io.clmr.train.optim.Optimizer;
import io.clmr.train.optim.Schedule;
import io.clmr.train.run.RunFolder;
import io.clmr.train.run.RunMetrics;
import io.clmr.train.views.TrainingSet;
import io.clmr.train.views.ViewBatch;
import io.clmr.train.views.ViewLoader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One run of a {@link Pretrainer} from where its folder stands: everything that lives as long as the run. */
final class TrainingLoop implements AutoCloseable {

    private final TrainConfig config;
    private final Shape viewShape; // [batch, 1, samples]
    private final TrainingListener listener;
    private final RunLength length;
    private final NDManager manager;
    private final ContrastiveModel model;
    private final Optional<AveragedModel> average;
    private final TrainingStep objective;
    private final int viewsOfClip;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final CheckpointSaver saver;
    private final ProgressReporter reporter;
    private final ViewLoader loader;
    private final boolean readEveryLoss;

    private TrainingPosition position;
    private List<String> lastTrackKeys = List.of();

    TrainingLoop(
            PretrainConfig run,
            TrainingSet tracks,
            Device device,
            RunFolder folder,
            RunMetrics metrics,
            TrainingListener listener,
            Optional<OnlineProbe> probe)
            throws IOException {
        config = run.train();
        viewShape = new Shape(config.batchSize(), 1, run.model().samples());
        this.listener = listener;
        length = RunLength.of(config, tracks);
        schedule = run.schedule()
                .create(run.optimizer().learningRate(config.batchSize()), length.totalSteps(), length.totalEpochs());
        // On a GPU reading the loss waits for the step to end, so it is left to the steps that log it.
        readEveryLoss = !device.isGpu() || schedule.needsLoss();
        Loss loss = run.createLoss();
        viewsOfClip = run.views().views();
        manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            model = ContrastiveModel.create(run.model(), manager, DataType.FLOAT32, config.seed());
            model.trainIn(config.precision());
            optimizer = run.optimizer().create(model.parameters(), manager);
            objective = TrainingStep.of(model, loss, config);
            average = config.emaDecay() > 0
                    ? Optional.of(new AveragedModel(model, manager, config.emaDecay()))
                    : Optional.empty();
            saver = new CheckpointSaver(config, folder, model, average.map(AveragedModel::model), optimizer, schedule);
            Optional<TrainingPosition> saved = saver.restore();
            if (saved.isEmpty() && run.model().normalize() == Normalize.DATASET) {
                model.setNormalization(tracks.normalization());
                if (average.isPresent()) {
                    average.get().model().setNormalization(tracks.normalization());
                }
            }
            position = saved.orElse(TrainingPosition.START);
            loader = loader(run, tracks, position);
        } catch (IOException | RuntimeException | Error e) {
            manager.close();
            throw e;
        }
        double chance = loss.chance(config.batchSize());
        reporter = new ProgressReporter(config, viewsOfClip, length, chance, metrics, listener, probe, position.step());
    }

    private static ViewLoader loader(PretrainConfig run, TrainingSet tracks, TrainingPosition start) {
        return new ViewLoader(
                tracks,
                run.views(),
                run.train().batching(),
                run.train().workerCount(),
                start.epoch(),
                start.batchInEpoch());
    }

    /** Takes steps to the end, or until told to stop. */
    Outcome run(BooleanSupplier stop) throws IOException {
        listener.started(position.step(), length.totalSteps(), length.stepsPerEpoch());
        while (position.step() < length.totalSteps()) {
            if (stop.getAsBoolean()) {
                if (saver.isUnsaved(position.step())) {
                    save(Map.of());
                }
                return Outcome.INTERRUPTED;
            }
            takeStep();
        }
        return Outcome.FINISHED;
    }

    private void takeStep() throws IOException {
        try (ViewBatch batch = loader.next();
                NDManager scope = manager.newSubManager()) {
            lastTrackKeys = batch.trackKeys();
            train(batch, scope);
        }
        Map<String, Double> scores = Map.of();
        if (position.batchInEpoch() == length.stepsPerEpoch()) {
            schedule.epochEnded(position.epochLossSum() / length.stepsPerEpoch());
            position = position.afterEpoch();
            scores = reporter.epoch(position, average.map(AveragedModel::model).orElse(model));
        }
        listener.stepFinished(position.step(), length.totalSteps());
        if (isCheckpointDue(position.step()) || saver.isBest(scores)) {
            save(scores);
        }
    }

    private void train(ViewBatch batch, NDManager scope) throws IOException {
        long step = position.step() + 1;
        double learningRate = schedule.learningRate(position.step(), position.epoch());
        NDArray[] views = new NDArray[viewsOfClip];
        for (int view = 0; view < views.length; view++) {
            views[view] = scope.create(batch.view(view), viewShape, DataType.FLOAT32);
        }
        TrainingStep.Result result = objective.run(views, step);
        double loss = 0;
        if (readEveryLoss || reporter.isDue(step) || isCheckpointDue(step)) {
            loss = result.loss().toType(DataType.FLOAT64, true).getDouble();
            if (!Double.isFinite(loss)) {
                throw saver.diverged(step, "the loss is " + loss, lastTrackKeys);
            }
        }
        optimizer.step(learningRate);
        average.ifPresent(mean -> mean.add(step));
        position = position.afterStep(loss);
        if (reporter.isDue(step)) {
            reporter.step(position, result, loss, learningRate, loader.waitedNanos());
        }
    }

    private boolean isCheckpointDue(long step) {
        return step % config.checkpointEverySteps() == 0 || step == length.totalSteps();
    }

    private void save(Map<String, Double> scores) throws IOException {
        reporter.flush();
        listener.checkpointWritten(position.step(), saver.save(position, lastTrackKeys, scores));
    }

    @Override
    public void close() {
        try {
            loader.close();
        } finally {
            manager.close();
        }
    }
}
