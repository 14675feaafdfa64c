package io.clmr.eval.features;

import io.clmr.data.dataset.Clip;
import io.clmr.data.store.ClipReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A classic baseline: for each clip the mean and standard deviation over its frames of 20 MFCCs, then those of their
 * differences from frame to frame; 80 numbers.
 */
final class MfccFeatures implements ClipFeatures {
    private static final int MAX_THREADS = 4;

    private final int sampleRateHz;
    private final Mfcc mfcc;

    MfccFeatures(int sampleRateHz) {
        this.sampleRateHz = sampleRateHz;
        mfcc = new Mfcc(sampleRateHz);
    }

    @Override
    public String name() {
        return "mfcc";
    }

    @Override
    public String fingerprint() {
        return "mfcc-20-" + sampleRateHz;
    }

    @Override
    public int featureDim() {
        return 4 * Mfcc.COEFFICIENTS;
    }

    @Override
    public int sampleRateHz() {
        return sampleRateHz;
    }

    @Override
    public int windowSamples() {
        return 0;
    }

    @Override
    public FeatureTable extract(ClipReader reader, List<Clip> clips, WindowChoice choice, ProgressListener listener)
            throws IOException {
        EncoderFeatures.requireRate(reader, sampleRateHz);
        List<Clip> kept = new ArrayList<>();
        List<float[][]> rows = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        try (Readahead<float[][]> ahead =
                new Readahead<>(threads, clips, clip -> statistics(reader, reader.find(clip.key())))) {
            for (int n = 0; n < clips.size(); n++) {
                float[][] row = ahead.next();
                if (row.length == 0) {
                    skipped.add(clips.get(n).key() + ": unusable, or shorter than " + Mfcc.FRAME_SAMPLES + " samples");
                } else {
                    kept.add(clips.get(n));
                    rows.add(row);
                }
                listener.progress("MFCCs of the clips", n + 1L, clips.size());
            }
        }
        return new FeatureTable(kept, rows, skipped);
    }

    private float[][] statistics(ClipReader reader, OptionalInt track) throws IOException {
        if (track.isEmpty()) {
            return new float[0][];
        }
        long samples = reader.track(track.getAsInt()).samples();
        if (samples < Mfcc.FRAME_SAMPLES || samples > Integer.MAX_VALUE - 8) {
            return new float[0][];
        }
        float[] audio = new float[(int) samples];
        reader.read(track.getAsInt(), 0, audio);
        return new float[][] {statistics(mfcc.of(audio))};
    }

    /** Returns means and deviations of the frames [frames][20], then those of their differences. */
    static float[] statistics(double[][] frames) {
        double[][] differences = new double[frames.length - 1][frames[0].length];
        for (int f = 0; f < differences.length; f++) {
            for (int k = 0; k < differences[f].length; k++) {
                differences[f][k] = frames[f + 1][k] - frames[f][k];
            }
        }
        int dim = frames[0].length;
        float[] row = new float[4 * dim];
        meanAndDeviation(frames, row, 0);
        meanAndDeviation(differences, row, 2 * dim);
        return row;
    }

    /** The deviation is the sample's, with n - 1, as PyTorch's. */
    private static void meanAndDeviation(double[][] frames, float[] row, int at) {
        int dim = frames[0].length;
        for (int k = 0; k < dim; k++) {
            double sum = 0;
            for (double[] frame : frames) {
                sum += frame[k];
            }
            double mean = sum / frames.length;
            double squares = 0;
            for (double[] frame : frames) {
                squares += (frame[k] - mean) * (frame[k] - mean);
            }
            row[at + k] = (float) mean;
            row[at + dim + k] = (float) Math.sqrt(squares / (frames.length - 1));
        }
    }
}
