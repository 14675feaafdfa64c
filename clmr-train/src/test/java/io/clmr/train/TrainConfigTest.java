package io.clmr.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clmr.core.engine.Precision;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainConfigTest {

    @Test
    void defaultsAreThePublishedOnes() {
        TrainConfig defaults = TrainConfig.defaults();

        assertEquals(96, defaults.batchSize());
        assertEquals(10_000, defaults.maxEpochs());
        assertEquals(42, defaults.seed());
    }

    @Test
    void workersMayBeANumber() {
        assertEquals(3, config(8, 1, "3").workerCount());
    }

    @Test
    void refusesWorkersThatAreNeitherAutoNorANumber() {
        String message = assertThrows(IllegalArgumentException.class, () -> config(8, 1, "0"))
                .getMessage();

        assertEquals("workers is '0', expected auto or a number from 1 to 512", message);
    }

    @Test
    void refusesToCutABatchIntoUnequalParts() {
        String message = assertThrows(IllegalArgumentException.class, () -> config(8, 3, "auto"))
                .getMessage();

        assertEquals(
                "accumulate is 3, expected a divisor of batch_size 8, since a batch is cut into equal parts", message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void refusesDecaysThatMakeNoAverage(double decay) {
        TrainConfig defaults = TrainConfig.defaults();

        String message = assertThrows(IllegalArgumentException.class, () -> defaults.withEmaDecay(decay))
                .getMessage();

        assertEquals("ema_decay is " + decay + ", expected a number of at least 0 and below 1", message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9})
    void refusesTooFewAndTooManyViews(int views) {
        TrainConfig defaults = TrainConfig.defaults();

        String message = assertThrows(IllegalArgumentException.class, () -> defaults.withViews(views))
                .getMessage();

        assertEquals("views is " + views + ", expected 2 to 8", message);
    }

    @Test
    void aRunIsAsLongAsTheFirstLimitItMeets() {
        TrainConfig epochs = config(8, 1, "auto");

        assertEquals(new RunLength(3, 15), RunLength.of(epochs, 3, "31 tracks"));
        assertEquals(5, RunLength.of(epochs, 3, "31 tracks").totalEpochs());
    }

    @Test
    void refusesTracksThatFillNoBatch() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> RunLength.of(config(8, 1, "auto"), 0, "7 usable training tracks"))
                .getMessage();

        assertEquals(
                "train.batch_size is 8 but there are only 7 usable training tracks; use a smaller batch or more tracks",
                message);
    }

    private static TrainConfig config(int batchSize, int accumulate, String workers) {
        return new TrainConfig(
                batchSize,
                false,
                2,
                5,
                Optional.empty(),
                accumulate,
                0,
                42,
                workers,
                "cpu",
                Precision.FLOAT32,
                1000,
                3,
                10,
                OnlineProbeConfig.defaults());
    }
}
