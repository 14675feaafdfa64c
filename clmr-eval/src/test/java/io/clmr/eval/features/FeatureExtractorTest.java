package io.clmr.eval.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {
    private static final ModelConfig CONFIG = ModelConfig.defaults().withWidth(0.0625);

    private static final FeatureExtractor extractor = FeatureExtractor.untrained(CONFIG, 5, Device.cpu());

    @AfterAll
    static void close() {
        extractor.close();
    }

    /** Alone, at every place of a batch, beside silence and beside noise: the same bits. */
    @Test
    void aWindowsFeaturesDoNotDependOnItsNeighbours() {
        float[] window = noise(1, 1)[0];
        float[] alone = extractor.features(new float[][] {window})[0];
        for (int size = 2; size <= 9; size++) {
            for (int place = 0; place < size; place++) {
                float[][] windows = place % 2 == 0 ? new float[size][CONFIG.samples()] : noise(size, place);
                windows[place] = window;
                assertArrayEquals(alone, extractor.features(windows)[place], size + " windows, place " + place);
            }
        }
    }

    @Test
    void severalThreadsGetTheSameFeatures() throws ExecutionException, InterruptedException {
        float[][] windows = noise(8, 3);
        float[][] expected = extractor.features(windows);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<float[][]>> futures = new ArrayList<>();
            for (int n = 0; n < 6; n++) {
                futures.add(threads.submit(() -> extractor.features(windows)));
            }
            for (Future<float[][]> future : futures) {
                for (int n = 0; n < windows.length; n++) {
                    assertArrayEquals(expected[n], future.get()[n]);
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    /** The folded norms change the last bits only. */
    @Test
    void equalsTheModelInEvaluation() {
        float[][] windows = noise(4, 4);
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel model = ContrastiveModel.create(CONFIG, manager, DataType.FLOAT32, 5)) {
            float[] flat = new float[4 * CONFIG.samples()];
            for (int n = 0; n < 4; n++) {
                System.arraycopy(windows[n], 0, flat, n * CONFIG.samples(), CONFIG.samples());
            }
            NDArray waveforms = manager.create(flat, new Shape(4, 1, CONFIG.samples()));
            float[] expected = model.encode(waveforms, false).toFloatArray();
            float[][] found = extractor.features(windows);
            for (int n = 0; n < expected.length; n++) {
                assertEquals(expected[n], found[n / extractor.featureDim()][n % extractor.featureDim()], 1e-5);
            }
        }
    }

    @Test
    void theFingerprintFollowsTheWeights() {
        try (FeatureExtractor same = FeatureExtractor.untrained(CONFIG, 5, Device.cpu());
                FeatureExtractor other = FeatureExtractor.untrained(CONFIG, 6, Device.cpu())) {
            assertEquals(extractor.fingerprint(), same.fingerprint());
            assertNotEquals(extractor.fingerprint(), other.fingerprint());
        }
    }

    @Test
    void noWindowGivesNoFeatures() {
        assertEquals(0, extractor.features(new float[0][]).length);
    }

    @Test
    void namesTheWindowOfAnotherLength() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> extractor.features(new float[][] {new float[7]}));
        assertEquals("window 0 has 7 samples, expected 59049", e.getMessage());
    }

    private static float[][] noise(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] windows = new float[count][CONFIG.samples()];
        for (float[] window : windows) {
            for (int n = 0; n < window.length; n++) {
                window[n] = (float) random.nextDouble(-0.5, 0.5);
            }
        }
        return windows;
    }
}
