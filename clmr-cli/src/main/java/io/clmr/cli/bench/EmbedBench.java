package io.clmr.cli.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.clmr.augment.RandomStream;
import io.clmr.core.engine.TorchEngine;
import io.clmr.core.model.ContrastiveModel;
import io.clmr.core.model.ModelConfig;
import io.clmr.eval.features.FeatureExtractor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Windows a second through a frozen encoder, on noise. */
public final class EmbedBench {

    private static final int WARM_UP_BATCHES = 2;

    private final ModelConfig model;
    private final Device device;
    private final Runnable stopCheck;

    /** @param stopCheck called between batches; throws if the user wants to stop */
    public EmbedBench(ModelConfig model, Device device, Runnable stopCheck) {
        this.model = model;
        this.device = device;
        this.stopCheck = stopCheck;
    }

    /** Computes so many batches of so many windows. */
    public Rate run(int batch, int batches) {
        float[][] windows = windows(batch);
        try (NDManager manager = TorchEngine.get().newBaseManager(Device.cpu());
                ContrastiveModel start = ContrastiveModel.create(model, manager, DataType.FLOAT32, 0);
                FeatureExtractor encoder = FeatureExtractor.of(start, device, batch)) {
            for (int i = 0; i < WARM_UP_BATCHES; i++) {
                encoder.features(windows);
            }
            long[] nanos = new long[batches];
            long begin = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                stopCheck.run();
                long started = System.nanoTime();
                encoder.features(windows);
                nanos[i] = System.nanoTime() - started;
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            Map<String, Object> settings = new LinkedHashMap<>();
            settings.put("width", model.width());
            settings.put("batch", batch);
            settings.put("samples", model.samples());
            settings.put("device", device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu");
            return Rate.of(
                    "embed", "windows/s", (double) batch * batches, seconds, nanos, TorchEngine.threads(), settings);
        }
    }

    private float[][] windows(int batch) {
        float[][] windows = new float[batch][];
        for (int i = 0; i < batch; i++) {
            windows[i] = noise(model.samples());
        }
        return windows;
    }

    /** Returns Gaussian noise about as loud as music. */
    public static float[] noise(int samples) {
        RandomStream stream = RandomStream.of(0);
        float[] noise = new float[samples];
        for (int i = 0; i < samples; i++) {
            noise[i] = (float) Math.max(-1, Math.min(1, 0.1 * stream.nextGaussian()));
        }
        return noise;
    }
}
