package io.clmr.train;

import io.clmr.core.engine.Precision;
import io.clmr.train.views.Batching;
import java.util.Optional;

/**
 * The training loop's settings.
 *
 * @param batchSize clips per step, at least 2; each gives {@code views} views
 * @param oneClipPerSong whether clips of one song never meet in a batch; off in the published codes
 * @param views views of each clip, {@value #LEAST_VIEWS} to {@value #MOST_VIEWS}; the loss is the mean over all pairs of them
 * @param maxEpochs the run ends after so many epochs, at least 1
 * @param maxSteps the run ends after so many steps even if epochs are left, at least 1
 * @param accumulate number of equal parts a batch goes through the network in, at least 1; the loss is that of the
 *     whole batch
 * @param emaDecay decay per step of the moving average of the weights that is kept beside them, at least 0 and below 1;
 *     0 keeps none
 * @param seed decides start values, order of the clips, crops and transforms
 * @param workers threads that make views: {@code auto} or a number of at least 1; never changes a view
 * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param precision of matrix products on a GPU
 * @param checkpointEverySteps steps between two checkpoints, at least 1
 * @param keepLast checkpoints kept, at least 1
 * @param logEverySteps steps between two lines of metrics, at least 1
 * @param onlineProbe evaluation during training
 */
public record TrainConfig(
        int batchSize,
        boolean oneClipPerSong,
        int views,
        int maxEpochs,
        Optional<Long> maxSteps,
        int accumulate,
        double emaDecay,
        long seed,
        String workers,
        String device,
        Precision precision,
        int checkpointEverySteps,
        int keepLast,
        int logEverySteps,
        OnlineProbeConfig onlineProbe) {

    private static final String AUTO = "auto";
    private static final int LEAST_VIEWS = 2;
    private static final int MOST_VIEWS = 8;
    private static final int MOST_WORKERS = 512;

    public TrainConfig {
        requireAtLeast("batch_size", batchSize, 2); // one clip has no negatives
        if (views < LEAST_VIEWS || views > MOST_VIEWS) {
            throw new IllegalArgumentException("views is " + views + ", expected " + LEAST_VIEWS + " to " + MOST_VIEWS);
        }
        requireAtLeast("max_epochs", maxEpochs, 1);
        maxSteps.ifPresent(steps -> requireAtLeast("max_steps", steps, 1));
        requireAtLeast("accumulate", accumulate, 1);
        if (batchSize % accumulate != 0) {
            throw new IllegalArgumentException("accumulate is " + accumulate + ", expected a divisor of batch_size "
                    + batchSize + ", since a batch is cut into equal parts");
        }
        if (!(emaDecay >= 0 && emaDecay < 1)) { // this way round, NaN is refused too
            throw new IllegalArgumentException(
                    "ema_decay is " + emaDecay + ", expected a number of at least 0 and below 1");
        }
        if (!workers.equals(AUTO) && !(workers.matches("[1-9]\\d{0,2}") && Integer.parseInt(workers) <= MOST_WORKERS)) {
            throw new IllegalArgumentException(
                    "workers is '" + workers + "', expected auto or a number from 1 to " + MOST_WORKERS);
        }
        requireAtLeast("checkpoint_every_steps", checkpointEverySteps, 1);
        requireAtLeast("keep_last", keepLast, 1);
        requireAtLeast("log_every_steps", logEverySteps, 1);
    }

    /** Returns the published setting with the table's batch of 96. */
    public static TrainConfig defaults() {
        return new TrainConfig(
                96,
                false,
                LEAST_VIEWS,
                10_000,
                Optional.empty(),
                1,
                0,
                42,
                AUTO,
                AUTO,
                Precision.FLOAT32,
                1000,
                3,
                10,
                OnlineProbeConfig.defaults());
    }

    /** Returns these settings with another decay of the weights' average. */
    public TrainConfig withEmaDecay(double decay) {
        return new TrainConfig(
                batchSize,
                oneClipPerSong,
                views,
                maxEpochs,
                maxSteps,
                accumulate,
                decay,
                seed,
                workers,
                device,
                precision,
                checkpointEverySteps,
                keepLast,
                logEverySteps,
                onlineProbe);
    }

    /** Returns these settings with another number of views. */
    public TrainConfig withViews(int count) {
        return new TrainConfig(
                batchSize,
                oneClipPerSong,
                count,
                maxEpochs,
                maxSteps,
                accumulate,
                emaDecay,
                seed,
                workers,
                device,
                precision,
                checkpointEverySteps,
                keepLast,
                logEverySteps,
                onlineProbe);
    }

    /** Returns the number of view threads: {@link #workers}, or one per processor. */
    public int workerCount() {
        return workers.equals(AUTO) ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(workers);
    }

    /** Returns the number of clips that go through the network at a time. */
    public int microBatchSize() {
        return batchSize / accumulate;
    }

    /** Returns how an epoch is cut into batches. */
    Batching batching() {
        return new Batching(batchSize, oneClipPerSong);
    }

    private static void requireAtLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " is " + value + ", expected at least " + least);
        }
    }
}
