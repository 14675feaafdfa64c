package io.clmr.eval.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.ModelConfig;
import io.clmr.core.model.Normalize;
import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * BatchNorm statistics of an untrained encoder from data: the plain average over batches of training windows.
 *
 * <p>Without them an untrained encoder's features are tiny and nearly constant, and what a probe then scores says
 * little about the encoder.
 */
final class DataStatistics {
    static final int BATCHES = 20;
    static final int BATCH_WINDOWS = 24;

    private DataStatistics() {}

    /** Returns an untrained encoder with the statistics of one random window each of up to 480 training clips. */
    static FeatureExtractor untrained(
            ModelConfig config, long seed, Device device, ClipReader reader, List<Clip> trainClips) throws IOException {
        EncoderFeatures.requireRate(reader, config.sampleRateHz());
        List<float[]> windows = windows(config.samples(), seed, reader, trainClips);
        try (NDManager manager = TorchEngine.get().newBaseManager(device);
                ContrastiveModel model =
                        ContrastiveModel.create(config.withNormalize(Normalize.NONE), manager, DataType.FLOAT32, seed);
                NDManager scope = manager.newSubManager()) {
            List<NDArray> batches = new ArrayList<>();
            for (int from = 0; from < windows.size(); from += BATCH_WINDOWS) {
                int count = Math.min(BATCH_WINDOWS, windows.size() - from);
                if (count == BATCH_WINDOWS || from == 0) { // a rest would weigh as much as a whole batch
                    batches.add(batch(scope, windows.subList(from, from + count), config.samples()));
                }
            }
            model.estimateStatistics(batches.iterator());
            return FeatureExtractor.of(model, device);
        }
    }

    private static NDArray batch(NDManager manager, List<float[]> windows, int samples) {
        float[] flat = new float[windows.size() * samples];
        for (int n = 0; n < windows.size(); n++) {
            System.arraycopy(windows.get(n), 0, flat, n * samples, samples);
        }
        return manager.create(flat, new Shape(windows.size(), 1, samples));
    }

    private static List<float[]> windows(int samples, long seed, ClipReader reader, List<Clip> clips)
            throws IOException {
        ClipWindows choice = new ClipWindows(reader, samples, new WindowChoice.RandomOne(seed));
        List<Clip> order = new ArrayList<>(clips); // in an order that the seed decides, not the dataset
        order.sort(Comparator.comparingLong((Clip clip) -> ClipWindows.offset(clip.key(), Long.MAX_VALUE - 1, ~seed))
                .thenComparing(Clip::key));
        List<float[]> windows = new ArrayList<>();
        for (Clip clip : order) {
            if (windows.size() == BATCHES * BATCH_WINDOWS) {
                break;
            }
            windows.addAll(List.of(choice.read(reader.find(clip.key()), clip.key())));
        }
        if (windows.size() < 2) {
            throw new IllegalArgumentException("random-bn needs at least 2 training clips of a window's length, found "
                    + windows.size() + "; use random instead");
        }
        return windows;
    }
}
