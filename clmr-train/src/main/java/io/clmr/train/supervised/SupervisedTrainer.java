package io.clmr.train.supervised;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.clmr.core.checkpoint.Checkpoint;
import io.clmr.core.checkpoint.RunLayout;
import io.clmr.core.engine.Devices;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalize;
import io.clmr.train.DivergedException;
import io.clmr.train.Outcome;
import io.clmr.train.TrainConfig;
import io.clmr.train.TrainingListener;
import io.clmr.train.optim.Optimizer;
import io.clmr.train.optim.OptimizerConfig;
import io.clmr.train.optim.RateScaling;
import io.clmr.train.optim.Schedule;
import io.clmr.train.optim.ScheduleConfig;
import io.clmr.train.run.RunFolder;
import io.clmr.train.run.RunMetrics;
import io.clmr.train.run.SavedCheckpoint;
import io.clmr.train.run.TrainingState;
import io.clmr.train.views.Batching;
import io.clmr.train.views.ViewBatch;
import io.clmr.train.views.ViewLoader;
import io.clmr.train.views.ViewSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Trains the published supervised baseline: one random crop of each clip an epoch and nothing else done to it, binary
 * cross entropy (softmax where a clip has one label), the rate cut on a plateau of the validation loss; the last
 * weights count.
 *
 * <p>On the CPU a run is a pure function of configuration, data and the engine's number of threads, also over resuming.
 */
public final class SupervisedTrainer {
    private static final long VALIDATION = 0x76616c6964L; // "valid": other crops than training's

    private final ModelConfig model;
    private final SupervisedConfig config;
    private final TrainConfig train;
    private final LabelledSet clips;
    private final LabelledSet validation;
    private final int batchSize;
    private final long stepsPerEpoch;
    private volatile boolean stopRequested;

    /**
     * Prepares a run.
     *
     * @param train its seed, device, workers, and how often to log and save; the rest is {@code config}'s
     * @throws IllegalArgumentException if a set has no usable clip or another rate
     */
    public SupervisedTrainer(
            ModelConfig model, SupervisedConfig config, TrainConfig train, LabelledSet clips, LabelledSet validation) {
        this.model = model;
        this.config = config;
        this.train = train;
        this.clips = clips;
        this.validation = validation;
        if (clips.tracks().size() < 2 || validation.tracks().size() < 1) {
            throw new IllegalArgumentException(clips.tracks().size() + " usable training clips and "
                    + validation.tracks().size() + " for validation, expected at least 2 and 1");
        }
        if (clips.tracks().sampleRateHz() != model.sampleRateHz()) {
            throw new IllegalArgumentException(
                    "the tracks have " + clips.tracks().sampleRateHz() + " Hz, model.sample_rate_hz is "
                            + model.sampleRateHz() + "; prepare the dataset for this rate");
        }
        batchSize = Math.min(config.batchSize(), clips.tracks().size());
        stepsPerEpoch = clips.tracks().batches(new Batching(batchSize, false));
    }

    /** Asks the run to finish its step, save and return; from any thread. */
    public void stop() {
        stopRequested = true;
    }

    /**
     * Trains from where the folder stands to the end, or until {@link #stop}.
     *
     * @throws IOException if audio cannot be read or the folder cannot be written; the checkpoints so far stay
     */
    public Outcome run(RunFolder folder, TrainingListener listener) throws IOException {
        Device device = Devices.select(train.device());
        try (RunMetrics metrics = folder.openMetrics(Map.of("device", device.toString()));
                NDManager manager = NDManager.newBaseManager(device, "PyTorch");
                SupervisedModel network =
                        new SupervisedModel(model, clips.outputs(), config.dropout(), manager, train.seed());
                Run run = new Run(folder, metrics, listener, network, manager)) {
            return run.toEnd(() -> stopRequested);
        }
    }

    /** Everything that lives as long as the run. */
    private final class Run implements AutoCloseable {
        private final RunFolder folder;
        private final RunMetrics metrics;
        private final TrainingListener listener;
        private final SupervisedModel network;
        private final NDManager manager;
        private final Optimizer optimizer;
        private final Schedule schedule;
        private final EarlyEnd end = new EarlyEnd(config.earlyStopPatience());
        private final ViewLoader loader;
        private long step;
        private long epoch;
        private long batchInEpoch;
        private double lossSum;
        private long savedStep = -1;
        private Optional<Path> saved = Optional.empty();
        private List<String> lastTrackKeys = List.of();

        Run(RunFolder folder, RunMetrics metrics, TrainingListener listener, SupervisedModel network, NDManager manager)
                throws IOException {
            this.folder = folder;
            this.metrics = metrics;
            this.listener = listener;
            this.network = network;
            this.manager = manager;
            optimizer = new OptimizerConfig(
                            OptimizerConfig.Kind.SGD,
                            config.learningRate(),
                            RateScaling.NONE,
                            config.weightDecay(),
                            config.momentum(),
                            OptimizerConfig.defaults().trustCoefficient())
                    .create(network.parameters(), manager);
            schedule = new ScheduleConfig(
                            ScheduleConfig.Kind.PLATEAU,
                            ScheduleConfig.Unit.EPOCH,
                            0,
                            0,
                            ScheduleConfig.CosinePeriod.REST,
                            config.plateauFactor(),
                            config.plateauPatience())
                    .create(config.learningRate(), totalSteps(), config.maxEpochs());
            if (folder.start().isPresent()) {
                restore(folder.start().get());
            } else if (model.normalize() == Normalize.DATASET) {
                network.network().setNormalization(clips.tracks().normalization());
            }
            loader = loader(clips, batchSize, train.seed(), epoch, batchInEpoch);
        }

        private long totalSteps() {
            return stepsPerEpoch * config.maxEpochs();
        }

        private void restore(SavedCheckpoint checkpoint) throws IOException {
            TrainingState state = checkpoint.state();
            network.restore(checkpoint.folder(), checkpoint.folder().resolve(RunLayout.MODEL));
            optimizer.restore(
                    state.optimizerSteps(),
                    Checkpoint.readTensors(checkpoint.folder().resolve(RunLayout.OPTIMIZER)));
            schedule.restore(state.schedule());
            end.restore(state.schedule());
            step = state.step();
            epoch = state.epoch();
            batchInEpoch = state.batchInEpoch();
            lossSum = state.epochLossSum();
            savedStep = step;
            saved = Optional.of(checkpoint.folder());
        }

        Outcome toEnd(BooleanSupplier stop) throws IOException {
            listener.started(step, totalSteps(), stepsPerEpoch);
            while (epoch < config.maxEpochs() && !end.isReached()) {
                if (stop.getAsBoolean()) {
                    save();
                    return Outcome.INTERRUPTED;
                }
                takeStep();
            }
            save();
            return Outcome.FINISHED;
        }

        private void takeStep() throws IOException {
            try (ViewBatch batch = loader.next();
                    NDManager scope = manager.newSubManager()) {
                lastTrackKeys = batch.trackKeys();
                NDArray loss = network.trainingLoss(
                        waveforms(batch, scope, batchSize),
                        labels(clips, batch, scope),
                        clips.singleLabel(),
                        new SplittableRandom(train.seed() * 0x9E3779B97F4A7C15L + step));
                double value = loss.toType(DataType.FLOAT64, true).getDouble();
                if (!Double.isFinite(value)) {
                    throw diverged(step + 1, "the loss is " + value);
                }
                JniUtils.backward(
                        (PtNDArray) loss, (PtNDArray) scope.ones(loss.getShape(), loss.getDataType()), false, false);
                optimizer.step(schedule.learningRate(step, epoch));
                lossSum += value;
            }
            step++;
            batchInEpoch++;
            if (batchInEpoch == stepsPerEpoch) {
                endEpoch();
            }
            listener.stepFinished(step, totalSteps());
            if (step % train.checkpointEverySteps() == 0) {
                save();
            }
        }

        private void endEpoch() throws IOException {
            double validLoss = validationLoss();
            double rate = schedule.learningRate(step - 1, epoch);
            schedule.epochEnded(validLoss);
            end.epochEnded(validLoss);
            epoch++;
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("loss", lossSum / stepsPerEpoch);
            values.put("valid_loss", validLoss);
            values.put("learning_rate", rate);
            metrics.write("supervised", step, epoch, values);
            batchInEpoch = 0;
            lossSum = 0;
        }

        /** The mean over the whole batches of one crop a clip, as published; another crop in each epoch. */
        private double validationLoss() throws IOException {
            int size = Math.min(config.batchSize(), validation.tracks().size());
            long batches = validation.tracks().batches(new Batching(size, false));
            double sum = 0;
            try (ViewLoader crops = loader(validation, size, train.seed() ^ VALIDATION, epoch, 0)) {
                for (long n = 0; n < batches; n++) {
                    try (ViewBatch batch = crops.next();
                            NDManager scope = manager.newSubManager()) {
                        sum += network.validationLoss(
                                waveforms(batch, scope, size),
                                labels(validation, batch, scope),
                                validation.singleLabel());
                    }
                }
            }
            return sum / batches;
        }

        private ViewLoader loader(LabelledSet set, int size, long seed, long firstEpoch, long firstBatch) {
            // the second view, a crop like the first, is not used: a loader makes pairs
            return new ViewLoader(
                    set.tracks(),
                    new ViewSettings(seed, model.samples(), List.of(), false),
                    new Batching(size, false),
                    train.workerCount(),
                    firstEpoch,
                    firstBatch);
        }

        private NDArray waveforms(ViewBatch batch, NDManager scope, int size) {
            return scope.create(batch.view(0), new Shape(size, 1, model.samples()), DataType.FLOAT32);
        }

        private NDArray labels(LabelledSet set, ViewBatch batch, NDManager scope) {
            return scope.create(
                    set.labels(batch.trackKeys()), new Shape(batch.trackKeys().size(), set.outputs()));
        }

        private void save() throws IOException {
            if (step == savedStep) {
                return;
            }
            metrics.flush();
            Optional<String> broken = network.firstNotFinite();
            if (broken.isPresent()) {
                throw diverged(step, broken.get() + " has values that are not finite");
            }
            Map<String, Double> course = new LinkedHashMap<>(schedule.state());
            course.putAll(end.state());
            TrainingState state = new TrainingState(
                    TrainingState.FORMAT_VERSION,
                    step,
                    epoch,
                    batchInEpoch,
                    train.seed(),
                    optimizer.steps(),
                    course,
                    lossSum,
                    folder.configFingerprint(),
                    folder.dataFingerprint(),
                    Map.of());
            Path written = folder.writeCheckpoint(network::write, optimizer, state, train.keepLast());
            listener.checkpointWritten(step, written);
            savedStep = step;
            saved = Optional.of(written);
        }

        private DivergedException diverged(long atStep, String found) {
            return new DivergedException(atStep, found, "supervised.learning_rate", lastTrackKeys, saved);
        }

        @Override
        public void close() {
            loader.close();
        }
    }
}
