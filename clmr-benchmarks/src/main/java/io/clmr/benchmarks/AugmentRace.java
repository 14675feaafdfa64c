package io.clmr.benchmarks;

import io.clmr.augment.AugmentationChain;
import io.clmr.augment.RandomStream;
import io.clmr.augment.Recipe;
import io.clmr.augment.dsp.Kernels;
import io.clmr.data.audio.AudioDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Our side of {@code scripts/race-augment.sh}: random crops of the given audio through the published chain, on one thread.
 *
 * <p>Prints one JSON line with the milliseconds a view. Arguments: views to time, audio files.
 */
public final class AugmentRace {
    private static final int SAMPLE_RATE_HZ = 22050;
    private static final int SAMPLES = 59049;

    /** What a training run has behind it after a few seconds. */
    private static final int WARM_UP_VIEWS = 4000;

    private final float[][] tracks;
    private final AugmentationChain chain =
            AugmentationChain.create(AugmentationChain.published(Recipe.CLMR_V2), SAMPLE_RATE_HZ, SAMPLES);
    private final float[] view = new float[SAMPLES];

    private AugmentRace(float[][] tracks) {
        this.tracks = tracks;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            throw new IllegalArgumentException("expected the number of views and audio files");
        }
        float[][] tracks = new float[args.length - 1][];
        for (int i = 1; i < args.length; i++) {
            tracks[i - 1] = AudioDecoder.decode(Path.of(args[i]), SAMPLE_RATE_HZ);
        }
        double[] milliseconds = new AugmentRace(tracks).run(Integer.parseInt(args[0]));
        Arrays.sort(milliseconds);
        System.out.printf(
                Locale.ROOT,
                "{\"mean_ms\": %.4f, \"median_ms\": %.4f, \"views\": %d, \"java\": \"%s\", \"kernels\": \"%s\"}%n",
                Arrays.stream(milliseconds).average().orElseThrow(),
                milliseconds[milliseconds.length / 2],
                milliseconds.length,
                Runtime.version().feature(),
                Kernels.active().description());
    }

    private double[] run(int views) {
        for (int i = 0; i < WARM_UP_VIEWS; i++) {
            makeView(0, i);
        }
        double[] milliseconds = new double[views];
        for (int i = 0; i < views; i++) {
            long begun = System.nanoTime();
            makeView(1, i);
            milliseconds[i] = (System.nanoTime() - begun) / 1e6;
        }
        return milliseconds;
    }

    private void makeView(int epoch, int number) {
        RandomStream stream = RandomStream.forView(1, epoch, "race", number);
        float[] track = tracks[stream.uniformInt(0, tracks.length - 1)];
        System.arraycopy(track, stream.uniformInt(0, track.length - SAMPLES), view, 0, SAMPLES);
        chain.apply(view, stream);
    }
}
