package io.clmr.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.engine.GradMode;
import io.clmr.core.loss.ContrastiveLoss;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.Normalize;
import io.clmr.train.optim.Optimizer;
import io.clmr.train.optim.Schedule;
import io.clmr.train.run.RunFolder;
import io.clmr.train.run.RunMetrics;
import io.clmr.train.run.SavedCheckpoint;
import io.clmr.train.run.TrainingState;
import io.clmr.train.views.TrainingSet;
import io.clmr.train.views.ViewBatch;
import io.clmr.train.views.ViewLoader;
import io.clmr.train.views.ViewSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a {@link Pretrainer} from where its folder stands: everything that lives as long as the run. */
final class TrainingLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    private final PretrainConfig config;
    private final RunFolder folder;
    private final RunMetrics metrics;
    private final TrainingListener listener;
    private final Optional<OnlineProbe> probe;
    private final RunLength length;
    private final NDManager manager;
    private final ContrastiveModel model;
    private final ContrastiveLoss loss;
    private final ContrastiveStep contrast;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final ViewLoader loader;
    private final boolean readEveryLoss;
    private final SpeedMeter speed;

    private TrainingPosition position = TrainingPosition.START;
    private Optional<Path> lastCheckpoint = Optional.empty();
    private long savedStep = -1;

    TrainingLoop(
            PretrainConfig config,
            TrainingSet tracks,
            Device device,
            RunFolder folder,
            RunMetrics metrics,
            TrainingListener listener,
            Optional<OnlineProbe> probe)
            throws IOException {
        this.config = config;
        this.folder = folder;
        this.metrics = metrics;
        this.listener = listener;
        this.probe = probe;
        length = RunLength.of(config.train(), tracks.size());
        loss = config.loss().create();
        schedule =
                config.schedule().create(config.optimizer().learningRate(), length.totalSteps(), length.totalEpochs());
        // On a GPU reading the loss waits for the step to end, so it is left to the steps that log it.
        readEveryLoss = !device.isGpu() || schedule.needsLoss();
        manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            model = ContrastiveModel.create(
                    config.model(), manager, DataType.FLOAT32, config.train().seed());
            optimizer = config.optimizer().create(model.parameters(), manager);
            contrast = new ContrastiveStep(model, loss, config.train().accumulate());
            begin(tracks);
            loader = new ViewLoader(
                    tracks,
                    new ViewSettings(
                            config.train().seed(),
                            config.model().samples(),
                            config.augment(),
                            config.augmentViews() == AugmentViews.BOTH),
                    config.train().batchSize(),
                    config.train().workerCount(),
                    position.epoch(),
                    position.batchInEpoch());
        } catch (IOException | RuntimeException | Error e) {
            manager.close();
            throw e;
        }
        speed = new SpeedMeter(position.step(), 2L * config.train().batchSize(), System.nanoTime());
    }

    private void begin(TrainingSet tracks) throws IOException {
        if (folder.start().isPresent()) {
            SavedCheckpoint checkpoint = folder.start().get();
            checkpoint.restore(model, optimizer);
            schedule.restore(checkpoint.state().schedule());
            position = TrainingPosition.of(checkpoint.state());
            lastCheckpoint = Optional.of(checkpoint.folder());
            savedStep = position.step();
            LOG.info("goes on from {}", checkpoint.folder());
        } else if (config.model().normalize() == Normalize.DATASET) {
            model.setNormalization(tracks.normalization());
        }
    }

    /** Takes steps to the end, or until told to stop. */
    Outcome run(BooleanSupplier stop) throws IOException {
        listener.started(position.step(), length.totalSteps(), length.stepsPerEpoch());
        while (position.step() < length.totalSteps()) {
            if (stop.getAsBoolean()) {
                return interrupted();
            }
            takeStep();
        }
        return Outcome.FINISHED;
    }

    private Outcome interrupted() throws IOException {
        if (position.step() > 0 && savedStep != position.step()) {
            save(List.of());
        }
        return Outcome.INTERRUPTED;
    }

    private void takeStep() throws IOException {
        List<String> keys;
        try (ViewBatch batch = loader.next();
                NDManager scope = manager.newSubManager()) {
            keys = batch.trackKeys();
            train(batch, scope);
        }
        endEpochIfOver();
        listener.stepFinished(position.step(), length.totalSteps());
        if (isCheckpoint(position.step())) {
            save(keys);
        }
    }

    private void train(ViewBatch batch, NDManager scope) throws IOException {
        long step = position.step() + 1;
        double learningRate = schedule.learningRate(position.step(), position.epoch());
        Shape shape = new Shape(config.train().batchSize(), 1, config.model().samples());
        NDArray viewI = scope.create(batch.view(0), shape, DataType.FLOAT32);
        NDArray viewJ = scope.create(batch.view(1), shape, DataType.FLOAT32);
        ContrastiveStep.Result result = contrast.run(viewI, viewJ);
        boolean log = step % config.train().logEverySteps() == 0 || step == length.totalSteps();
        double value = 0;
        if (readEveryLoss || log || isCheckpoint(step)) {
            value = result.loss().toType(DataType.FLOAT64, true).getDouble();
            if (!Double.isFinite(value)) {
                throw diverged(step, "the loss is " + value, batch.trackKeys());
            }
        }
        optimizer.step(learningRate);
        position = position.afterStep(value);
        if (log) {
            log(value, TopOne.share(result.zI(), result.zJ()), learningRate);
        }
    }

    private boolean isCheckpoint(long step) {
        return step % config.train().checkpointEverySteps() == 0 || step == length.totalSteps();
    }

    private void log(double value, double topOne, double learningRate) throws IOException {
        SpeedMeter.Speed now = speed.measure(position.step(), loader.waitedNanos(), System.nanoTime());
        StepMetrics line = new StepMetrics(
                position.step(),
                length.totalSteps(),
                position.epoch(),
                value,
                loss.chance(config.train().batchSize()),
                topOne,
                learningRate,
                now.viewsPerSecond(),
                now.waitingShare(),
                now.secondsPerStep() * (length.totalSteps() - position.step()),
                now.elapsedSeconds());
        metrics.write("train", line.step(), line.epoch(), line.values());
        listener.metricsLogged(line);
    }

    private void endEpochIfOver() throws IOException {
        if (position.batchInEpoch() < length.stepsPerEpoch()) {
            return;
        }
        schedule.epochEnded(position.epochLossSum() / length.stepsPerEpoch());
        position = position.afterEpoch();
        boolean due = position.epoch() % config.train().onlineProbe().everyEpochs() == 0;
        if (probe.isPresent() && config.train().onlineProbe().enabled() && due) {
            Map<String, Double> scores = new LinkedHashMap<>(probe.get().evaluate(model, position.epoch()));
            metrics.write("probe", position.step(), position.epoch(), scores);
            listener.probed(position.step(), position.epoch(), scores);
        }
    }

    private void save(List<String> keys) throws IOException {
        Optional<String> broken = firstNotFinite();
        if (broken.isPresent()) {
            throw diverged(position.step(), broken.get() + " has values that are not finite", keys);
        }
        metrics.flush();
        TrainingState state = new TrainingState(
                TrainingState.FORMAT_VERSION,
                position.step(),
                position.epoch(),
                position.batchInEpoch(),
                config.train().seed(),
                optimizer.steps(),
                schedule.state(),
                position.epochLossSum(),
                folder.configFingerprint(),
                folder.dataFingerprint());
        Path written =
                folder.writeCheckpoint(model, optimizer, state, config.train().keepLast());
        lastCheckpoint = Optional.of(written);
        savedStep = position.step();
        listener.checkpointWritten(position.step(), written);
    }

    private Optional<String> firstNotFinite() {
        return GradMode.off(() -> {
            for (Map.Entry<String, NDArray> entry : model.state().entrySet()) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray array = entry.getValue().sum(); // NaN or infinite if any value is
                    array.attach(scope);
                    if (!Double.isFinite(array.toType(DataType.FLOAT64, true).getDouble())) {
                        return Optional.of(entry.getKey());
                    }
                }
            }
            return Optional.<String>empty();
        });
    }

    private DivergedException diverged(long step, String found, List<String> keys) {
        return new DivergedException(step, found, keys, lastCheckpoint);
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
